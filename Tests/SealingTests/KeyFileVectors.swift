/// Key files as they were first written: secret key 1 to 32, name key 101 to 132; the lock's passphrase is
/// `correct horse battery staple`.
enum KeyFileVectors {
    static let plain = """
        eigenpal cache key 1
        public-key 07a37cbc142093c8b755dc1b10e86cb426374ad16aa853ed0bdfc0b2b86d1c7c
        name-key 65666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f8081828384
        secret-key 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20
        checksum 931c8599b45027e00482d35ebb86d4dd4568a638344348e7b583aee677524150

        """

    static let locked = """
        eigenpal cache key 1
        public-key 07a37cbc142093c8b755dc1b10e86cb426374ad16aa853ed0bdfc0b2b86d1c7c
        name-key 65666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f8081828384
        argon2id-operations 1
        argon2id-memory 8388608
        salt 4182cedc1a4fcb5d28493a14ea29ba5b
        nonce 009f11dd62e9c57ae026faccc729171b8ec7fed2c703c0b9
        wrapped-key e1d485ba904601fdd537884aba53baacd8066a83ee691921ab33763495366b8de4f35a4d3b2044bf95ec527a41380bb0
        checksum 3166748ef8378bdd2f353b494d6f3e3aa616c29b08aef4b056865952f56464fb

        """
}
