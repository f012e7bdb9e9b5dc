/*
 * A device that sends to Evenkeel and loses nothing in silence. C99 and POSIX sockets, no library.
 *
 *   cc -O2 -Wall -o device device.c
 *   EVENKEEL_API_KEY=evk_... ./device 127.0.0.1 8080 V1 20 state.ndjson
 *
 * Each reading is appended to the state file before it is sent, with its time and its seq. A reading
 * leaves the file when the gateway has answered for it. After a power cut the same events go out
 * again with the same seq, and Evenkeel stores them once.
 *
 * Over the open network put TLS between: replace connect_to, send_all and recv by your TLS library's.
 */
#define _XOPEN_SOURCE 700
#include <errno.h>
#include <netdb.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define LINE_MAX_BYTES 512    /* of one event */
#define STORE_EVENTS 2000     /* what the device's storage has room for */
#define BATCH_EVENTS 50       /* of the 5,000 that one request may have */
#define ANSWER_MAX_BYTES (256 * 1024)
#define TIMEOUT_S 30          /* longer than the gateway waits for its log */
#define BACKOFF_FIRST_MS 500L
#define BACKOFF_MAX_MS 300000L
#define RETRY_AFTER_MAX_S 7200L

static char store[STORE_EVENTS][LINE_MAX_BYTES];
static int open_events;
static long long next_seq;
static const char *state_path;
static int connection = -1;
static const char *extra_header; /* for tests: EVENKEEL_EXTRA_HEADER, "Name: value" */

struct answer {
  int status; /* 0: none came */
  long retry_after_s;
  char *body;
};

enum next { GO_ON, AGAIN, SPLIT, STOP };

/* ---- what survives a power cut: one line "#seq <next>", then the open events ---- */

static int save(void) {
  char path[1024];
  snprintf(path, sizeof path, "%s.tmp", state_path);
  FILE *file = fopen(path, "w");
  if (file == NULL) return -1;
  fprintf(file, "#seq %lld\n", next_seq);
  for (int i = 0; i < open_events; i++) fprintf(file, "%s\n", store[i]);
  int failed = fflush(file) != 0 || fsync(fileno(file)) != 0;
  failed |= fclose(file) != 0;
  return failed ? -1 : rename(path, state_path);
}

static void load(void) {
  char line[LINE_MAX_BYTES];
  FILE *file = fopen(state_path, "r");
  if (file == NULL) return;
  while (fgets(line, sizeof line, file) != NULL && open_events < STORE_EVENTS) {
    line[strcspn(line, "\n")] = '\0';
    if (sscanf(line, "#seq %lld", &next_seq) != 1) strcpy(store[open_events++], line);
  }
  fclose(file);
}

static int add(const char *vehicle, double speed) {
  struct timespec now;
  if (open_events == STORE_EVENTS) return -1;
  clock_gettime(CLOCK_REALTIME, &now);
  snprintf(store[open_events], LINE_MAX_BYTES,
           "{\"vehicle\":\"%s\",\"time\":%lld,\"seq\":%lld,\"signals\":{\"speed\":%.1f}}", vehicle,
           (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000, next_seq, speed);
  open_events++;
  next_seq++;
  return save();
}

/* ---- HTTP: one connection, kept open ---- */

static int connect_to(const char *host, const char *port) {
  struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found;
  if (getaddrinfo(host, port, &hints, &found) != 0) return -1;
  int s = -1;
  for (struct addrinfo *a = found; a != NULL && s < 0; a = a->ai_next) {
    s = socket(a->ai_family, a->ai_socktype, a->ai_protocol);
    struct timeval limit = {.tv_sec = TIMEOUT_S};
    setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(s, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    if (connect(s, a->ai_addr, a->ai_addrlen) != 0) {
      close(s);
      s = -1;
    }
  }
  freeaddrinfo(found);
  return s;
}

static int send_all(int s, const char *data, size_t length) {
  while (length > 0) {
    ssize_t sent = send(s, data, length, 0);
    if (sent <= 0) return -1;
    data += sent;
    length -= (size_t)sent;
  }
  return 0;
}

static const char *header_value(const char *head, const char *name) {
  size_t length = strlen(name);
  for (const char *line = strstr(head, "\r\n"); line != NULL; line = strstr(line + 2, "\r\n")) {
    if (strncasecmp(line + 2, name, length) == 0 && line[2 + length] == ':') {
      const char *value = line + 3 + length;
      return value + strspn(value, " ");
    }
  }
  return NULL;
}

static void disconnect(void) {
  if (connection >= 0) close(connection);
  connection = -1;
}

/* Reads status, Retry-After and a body with Content-Length; the gateway sends no other. */
static struct answer read_answer(char *buffer) {
  struct answer none = {0, 0, NULL}, result = none;
  size_t have = 0, need = 0;
  char *end = NULL;
  while (end == NULL || have < need) {
    ssize_t got = recv(connection, buffer + have, ANSWER_MAX_BYTES - have, 0);
    if (got <= 0) return none;
    have += (size_t)got;
    buffer[have] = '\0';
    if (end == NULL && (end = strstr(buffer, "\r\n\r\n")) != NULL) {
      end[2] = '\0'; /* the head ends here */
      const char *length = header_value(buffer, "content-length");
      const char *wait = header_value(buffer, "retry-after");
      need = (size_t)(end + 4 - buffer) + (length == NULL ? 0 : strtoul(length, NULL, 10));
      if (need > ANSWER_MAX_BYTES) return none;
      result.retry_after_s = wait == NULL ? 0 : strtol(wait, NULL, 10);
    }
  }
  sscanf(buffer, "HTTP/%*s %d", &result.status);
  const char *keep = header_value(buffer, "connection");
  if (keep != NULL && strncasecmp(keep, "close", 5) == 0) disconnect();
  result.body = end + 4;
  return result;
}

static struct answer post(const char *host, const char *port, const char *key, int count,
                          int attempt) {
  static char body[BATCH_EVENTS * LINE_MAX_BYTES], head[1024], buffer[ANSWER_MAX_BYTES + 1];
  struct answer none = {0, 0, NULL};
  size_t length = 0;
  for (int i = 0; i < count; i++) {
    size_t line = strnlen(store[i], LINE_MAX_BYTES - 1);
    memcpy(body + length, store[i], line);
    body[length + line] = '\n';
    length += line + 1;
  }
  char retry[40] = "";
  if (attempt > 0) snprintf(retry, sizeof retry, "Retry-Attempt: %d\r\n", attempt);
  int head_length = snprintf(
      head, sizeof head,
      "POST /v1/telemetry HTTP/1.1\r\nHost: %s:%s\r\nAuthorization: Bearer %s\r\n"
      "Content-Type: application/x-ndjson\r\nContent-Length: %zu\r\n%s%s%s\r\n",
      host, port, key, length, retry, extra_header == NULL ? "" : extra_header,
      extra_header == NULL ? "" : "\r\n");
  if (connection < 0) connection = connect_to(host, port);
  if (connection < 0) return none;
  struct answer answer = none;
  if (send_all(connection, head, (size_t)head_length) == 0 &&
      send_all(connection, body, length) == 0)
    answer = read_answer(buffer);
  if (answer.status == 0) disconnect();
  return answer;
}

/* ---- what an answer means ---- */

static const char *member(const char *object, const char *end, const char *name) {
  char quoted[64];
  snprintf(quoted, sizeof quoted, "\"%s\":", name);
  const char *at = strstr(object, quoted);
  return at == NULL || (end != NULL && at > end) ? NULL : at + strlen(quoted);
}

/*
 * Marks in done[] the events that have a final answer. The gateway writes its JSON without spaces,
 * texts with escaped quotes, and an entry of "rejected" with "index" first and "retryable" last, so
 * this much of a parser will do; use a real one where there is room for it.
 */
static enum next decide(const struct answer *a, int count, char *done) {
  memset(done, 0, (size_t)count);
  if (a->status == 413) return SPLIT;
  int taken = a->status == 200 || a->status == 202 || a->status == 422;
  int later = a->status == 0 || a->status == 408 || a->status == 425 || a->status == 429 ||
              a->status == 500 || a->status == 502 || a->status == 503 || a->status == 504;
  const char *list = a->body == NULL ? NULL : strstr(a->body, "\"rejected\":[");
  int listed = 0, again = 0;
  if (taken || later) {
    const char *entry = list;
    while (entry != NULL && (entry = strstr(entry, "{\"index\":")) != NULL) {
      int index = atoi(entry + 9);
      const char *verdict = member(entry, NULL, "retryable");
      if (verdict == NULL || index < 0 || index >= count) return AGAIN;
      listed++;
      if (strncmp(verdict, "false", 5) == 0) {
        const char *code = member(entry, verdict, "code");
        fprintf(stderr, "rejected: %.40s\n", code == NULL ? "?" : code);
        done[index] = 1;
      } else {
        done[index] = 2; /* to be sent again */
        again++;
      }
      entry = verdict;
    }
  }
  if (taken) {
    const char *accepted = a->body == NULL ? NULL : member(a->body, list, "accepted");
    int count_accepted = accepted == NULL || a->status == 422 ? 0 : atoi(accepted);
    if (list == NULL || count_accepted + listed != count) {
      memset(done, 0, (size_t)count); /* a portal or proxy that answers 200 by itself */
      return AGAIN;
    }
    for (int i = 0; i < count; i++) done[i] = done[i] != 2;
    return again > 0 ? AGAIN : GO_ON;
  }
  for (int i = 0; i < count; i++) done[i] = done[i] == 1;
  if (later || (a->body != NULL && strstr(a->body, "\"retryable\":true") != NULL)) return AGAIN;
  return STOP;
}

static int remove_done(const char *done, int count) {
  int kept = 0;
  for (int i = 0; i < open_events; i++)
    if (i >= count || !done[i]) {
      if (kept != i) strcpy(store[kept], store[i]);
      kept++;
    }
  if (kept == open_events) return 0;
  open_events = kept;
  return save();
}

/* What the server asked for, plus a random part that doubles its bound with each attempt. */
static void wait_before(int attempt, long asked_s) {
  long bound = BACKOFF_FIRST_MS;
  for (int i = 1; i < attempt && bound < BACKOFF_MAX_MS; i++) bound *= 2;
  if (bound > BACKOFF_MAX_MS) bound = BACKOFF_MAX_MS;
  if (asked_s > RETRY_AFTER_MAX_S) asked_s = RETRY_AFTER_MAX_S;
  long millis = (asked_s > 0 ? asked_s * 1000 : 0) + random() % (bound + 1);
  struct timespec pause = {millis / 1000, millis % 1000 * 1000000};
  while (nanosleep(&pause, &pause) != 0 && errno == EINTR) {
  }
}

/* Sends until nothing is open. -1: the gateway refuses the device itself, or the disk does. */
static int drain(const char *host, const char *port, const char *key) {
  char done[BATCH_EVENTS];
  int attempt = 0, size = BATCH_EVENTS;
  while (open_events > 0) {
    int count = open_events < size ? open_events : size;
    struct answer a = post(host, port, key, count, attempt);
    enum next next = decide(&a, count, done);
    if (next == SPLIT && count == 1) {
      fprintf(stderr, "rejected: too large alone: %.80s\n", store[0]);
      done[0] = 1;
      next = GO_ON;
    }
    if (remove_done(done, count) != 0) return -1;
    switch (next) {
      case GO_ON:
        attempt = 0;
        size = BATCH_EVENTS;
        break;
      case SPLIT:
        size = count / 2;
        break;
      case AGAIN:
        wait_before(++attempt, a.retry_after_s);
        break;
      case STOP:
        fprintf(stderr, "stopped: HTTP %d %.300s\n", a.status, a.body == NULL ? "" : a.body);
        return -1;
    }
  }
  return 0;
}

int main(int argc, char **argv) {
  const char *key = getenv("EVENKEEL_API_KEY");
  if (argc != 6 || key == NULL) {
    fprintf(stderr, "usage: EVENKEEL_API_KEY=evk_... device HOST PORT VEHICLE EVENTS STATE-FILE\n");
    return 2;
  }
  extra_header = getenv("EVENKEEL_EXTRA_HEADER");
  state_path = argv[5];
  signal(SIGPIPE, SIG_IGN); /* a closed connection is an answer that did not come */
  srandom((unsigned)time(NULL) ^ (unsigned)getpid() << 16); /* each device its own chance */
  load();
  int failed = 0;
  for (int i = 0; i < atoi(argv[4]) && !failed; i++) {
    /* Full, and nobody takes it: stop measuring rather than lose in silence. */
    if (open_events == STORE_EVENTS) failed = drain(argv[1], argv[2], key) != 0;
    if (!failed) failed = add(argv[3], 50.0 + i % 10) != 0;
  }
  if (!failed) failed = drain(argv[1], argv[2], key) != 0;
  printf("%d events open\n", open_events);
  disconnect();
  return failed ? 1 : 0;
}
