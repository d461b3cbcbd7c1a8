// The sockets that libgit2 speaks through, in place of its own: they connect only where the caller's rules say, do not
// wait for ever, and can be cancelled while they wait. libgit2 1.5 has no time limits, and follows a redirect to
// another port of the same host whatever it is told, with the credentials of the first.

#include "CLibgit2.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0
#endif

// In the layout of libgit2's own socket stream: its SSH transport takes the socket from there.
typedef struct {
    git_stream parent;
    char *host;
    char *port;
    int socket;
} connection;

// Everything that libgit2 does with a remote happens on the thread that called it.
static _Thread_local libgit2_connection_rules *rules;

void libgit2_set_connection_rules(libgit2_connection_rules *new_rules) { rules = new_rules; }

static int fail(const char *what, const char *why) {
    char message[512];
    snprintf(message, sizeof message, "%s: %s", what, why);
    libgit2_table()->git_error_set_str(GIT_ERROR_NET, message);
    return -1;
}

static long long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (long long)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/// Waits until the socket is ready, in short steps so that the caller can cancel.
static int await(connection *self, short events, int limit) {
    long long end = now() + limit;
    for (;;) {
        if (rules && rules->is_cancelled && rules->is_cancelled(rules->payload)) {
            rules->outcome = LIBGIT2_CONNECTION_CANCELLED;
            return fail(self->host, "cancelled");
        }
        struct pollfd wanted = {.fd = self->socket, .events = events};
        int count = poll(&wanted, 1, 100);
        if (count > 0) return 0;
        if (count < 0 && errno != EINTR) return fail(self->host, strerror(errno));
        if (now() >= end) {
            errno = ETIMEDOUT;
            return fail(self->host, "it does not answer");
        }
    }
}

static int is_server(const char *host, const char *port, const char *other_host, const char *other_port) {
    return other_host && strcasecmp(host, other_host) == 0 && strcmp(port, other_port) == 0;
}

static int is_allowed(const char *host, const char *port) {
    // libgit2 goes through a proxy for HTTPS only.
    return !rules || !rules->host || is_server(host, port, rules->host, rules->port)
        || is_server(host, port, rules->proxy_host, rules->proxy_port);
}

static int refuse(const char *what) {
    rules->outcome = LIBGIT2_CONNECTION_REFUSED;
    return fail(what, "a redirect leads to another server");
}

static int connect_to(connection *self, const struct addrinfo *address) {
    self->socket = socket(address->ai_family, address->ai_socktype, address->ai_protocol);
    if (self->socket < 0) return fail(self->host, strerror(errno));
    fcntl(self->socket, F_SETFD, FD_CLOEXEC);
    fcntl(self->socket, F_SETFL, fcntl(self->socket, F_GETFL) | O_NONBLOCK);
    int error = 0;
    if (connect(self->socket, address->ai_addr, address->ai_addrlen) < 0) {
        if (errno != EINPROGRESS) {
            error = errno;
        } else {
            int limit = rules && rules->timeout_milliseconds < 20000 ? rules->timeout_milliseconds : 20000;
            if (await(self, POLLOUT, limit) < 0) goto failed;
            socklen_t size = sizeof error;
            getsockopt(self->socket, SOL_SOCKET, SO_ERROR, &error, &size);
        }
    }
    if (error == 0) return 0;
    fail(self->host, strerror(error));
failed:
    close(self->socket);
    self->socket = -1;
    return -1;
}

static int is_proxy(const connection *self) {
    return rules && is_server(self->host, self->port, rules->proxy_host, rules->proxy_port);
}

/// Remembers that it was the proxy that could not be connected to.
static int note_proxy_connection(const connection *self, int result) {
    if (result < 0 && is_proxy(self) && rules->outcome != LIBGIT2_CONNECTION_CANCELLED) {
        rules->outcome = LIBGIT2_CONNECTION_PROXY_AWAY;
    }
    return result;
}

/// Remembers whether the proxy's last answer asked for credentials. What comes after its answers is TLS, which does not
/// begin like this.
static void note_proxy_answer(const connection *self, const char *data, size_t size) {
    static const char start[] = "HTTP/1.x ";
    size_t length = sizeof start - 1;
    if (!is_proxy(self) || size < length + 3 || memcmp(data, start, 7) != 0 || data[length - 1] != ' ') return;
    if (memcmp(data + length, "407", 3) == 0) {
        rules->outcome = LIBGIT2_CONNECTION_PROXY_REFUSED;
    } else if (rules->outcome == LIBGIT2_CONNECTION_PROXY_REFUSED) {
        rules->outcome = LIBGIT2_CONNECTION_UNTOLD;
    }
}

static int stream_connect(git_stream *stream) {
    connection *self = (connection *)stream;
    if (!is_allowed(self->host, self->port)) return refuse(self->host);
    struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
    struct addrinfo *addresses = NULL;
    int code = getaddrinfo(self->host, self->port, &hints, &addresses);
    if (code != 0) return note_proxy_connection(self, fail(self->host, gai_strerror(code)));
    int result = -1;
    for (struct addrinfo *address = addresses; address && result < 0; address = address->ai_next) {
        result = connect_to(self, address);
        if (rules && rules->outcome == LIBGIT2_CONNECTION_CANCELLED) break;
    }
    freeaddrinfo(addresses);
    return note_proxy_connection(self, result);
}

static ssize_t stream_read(git_stream *stream, void *data, size_t size) {
    connection *self = (connection *)stream;
    for (;;) {
        ssize_t count = recv(self->socket, data, size, 0);
        if (count >= 0) {
            note_proxy_answer(self, data, (size_t)count);
            return count;
        }
        if (errno == EINTR) continue;
        if (errno != EAGAIN && errno != EWOULDBLOCK) return fail(self->host, strerror(errno));
        if (await(self, POLLIN, rules ? rules->timeout_milliseconds : 120000) < 0) return -1;
    }
}

/// Whether a proxy is asked for a connection to another server than the caller's.
static int leads_elsewhere(const connection *self, const char *data, size_t size) {
    static const char verb[] = "CONNECT ";
    if (!rules || !rules->host || !is_server(self->host, self->port, rules->proxy_host, rules->proxy_port)) return 0;
    if (size < sizeof verb || memcmp(data, verb, sizeof verb - 1) != 0) return 0;
    char expected[512];
    const char *format = strchr(rules->host, ':') ? "%s[%s]:%s " : "%s%s:%s ";
    int length = snprintf(expected, sizeof expected, format, verb, rules->host, rules->port);
    return length >= (int)sizeof expected || size < (size_t)length || strncasecmp(data, expected, (size_t)length) != 0;
}

static ssize_t stream_write(git_stream *stream, const char *data, size_t size, int flags) {
    (void)flags;
    connection *self = (connection *)stream;
    if (leads_elsewhere(self, data, size)) return refuse(self->host);
    for (;;) {
        // Without a signal: a server that hangs up must not end the process.
        ssize_t count = send(self->socket, data, size, MSG_NOSIGNAL);
        if (count >= 0) return count;
        if (errno == EINTR) continue;
        if (errno != EAGAIN && errno != EWOULDBLOCK) return fail(self->host, strerror(errno));
        if (await(self, POLLOUT, rules ? rules->timeout_milliseconds : 120000) < 0) return -1;
    }
}

static int stream_close(git_stream *stream) {
    connection *self = (connection *)stream;
    if (self->socket >= 0) close(self->socket);
    self->socket = -1;
    return 0;
}

static void stream_free(git_stream *stream) {
    connection *self = (connection *)stream;
    stream_close(stream);
    free(self->host);
    free(self->port);
    free(self);
}

static int stream_make(git_stream **result, const char *host, const char *port) {
    connection *self = calloc(1, sizeof *self);
    if (!self) return -1;
    self->socket = -1;
    self->host = strdup(host);
    self->port = strdup(port);
    if (!self->host || !self->port) {
        stream_free(&self->parent);
        return -1;
    }
    self->parent.version = GIT_STREAM_VERSION;
    self->parent.connect = stream_connect;
    self->parent.read = stream_read;
    self->parent.write = stream_write;
    self->parent.close = stream_close;
    self->parent.free = stream_free;
    *result = &self->parent;
    return 0;
}

int libgit2_use_own_sockets(void) {
    git_stream_registration registration = {.version = GIT_STREAM_VERSION, .init = stream_make};
    return libgit2_table()->git_stream_register(GIT_STREAM_STANDARD, &registration);
}
