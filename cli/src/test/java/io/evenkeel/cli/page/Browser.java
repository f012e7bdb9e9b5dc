package io.evenkeel.cli.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One tab of a real Chromium without a window, driven over its DevTools protocol. It keeps what the
 * page complained about: errors on the console, exceptions, violations of the content policy, and
 * requests to anywhere else.
 */
public final class Browser implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ANSWER_SECONDS_MAX = 20;
  private static final int START_LINES_MAX = 200;
  private static final String LISTENING = "DevTools listening on ";

  private final Process process;
  private final HttpClient http;
  private final WebSocket socket;
  private final Path profile;
  private final AtomicInteger calls = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  private Browser(Process process, Path profile, HttpClient http, URI tab) {
    this.process = process;
    this.profile = profile;
    this.http = http;
    this.socket = http.newWebSocketBuilder().buildAsync(tab, new Listener()).join();
  }

  /** The browser of this machine, if it has one. */
  public static Optional<Path> find() {
    return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts it with an empty tab.
   *
   * @param profile an empty directory
   */
  public static Browser start(Path executable, Path profile)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                executable.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--no-default-browser-check",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-extensions",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .start();
    HttpClient http = HttpClient.newHttpClient();
    try {
      Browser browser = new Browser(process, profile, http, tab(process, http));
      for (String domain : List.of("Runtime", "Log", "Network", "Page")) {
        browser.call(domain + ".enable", Map.of());
      }
      return browser;
    } catch (IOException | InterruptedException | RuntimeException e) {
      process.destroyForcibly();
      http.close();
      throw e;
    }
  }

  /** Goes to an address. */
  public void open(URI uri) {
    call("Page.navigate", Map.of("url", uri.toString()));
  }

  /** The value of a JavaScript expression, as text; empty for null and undefined. */
  public String evaluate(String expression) {
    JsonNode answer =
        call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
    if (answer.has("exceptionDetails")) {
      throw new IllegalStateException(expression + ": " + answer.get("exceptionDetails"));
    }
    JsonNode value = answer.path("result").path("value");
    return value.isNull() ? "" : value.asText();
  }

  /** Gives the window a size in CSS pixels and says which colours the user prefers. */
  public void show(int width, int height, boolean dark) {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    call(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
  }

  /** Types a key into what has the focus. */
  public void press(String key) {
    call("Input.dispatchKeyEvent", Map.of("type", "keyDown", "key", key));
    call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key));
  }

  /** Writes a picture of the window. */
  public void screenshot(Path png) throws IOException {
    JsonNode answer = call("Page.captureScreenshot", Map.of("format", "png"));
    Files.write(png, Base64.getDecoder().decode(answer.path("data").asText()));
  }

  /** What the page complained about so far. */
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** The addresses that it asked for so far. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() throws IOException {
    socket.abort();
    http.shutdownNow();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    deleteProfile();
  }

  // Its helpers may still be writing for a moment: what cannot be removed stays for the caller's
  // temporary directory to complain about.
  private void deleteProfile() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(profile)) {
      files = new ArrayList<>(all.toList());
    }
    for (Path file : files.reversed()) {
      Files.deleteIfExists(file);
    }
  }

  private JsonNode call(String method, Map<String, ?> parameters) {
    int id = calls.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", JSON.valueToTree(parameters));
    socket.sendText(message.toString(), true).join();
    return answer.orTimeout(ANSWER_SECONDS_MAX, TimeUnit.SECONDS).join();
  }

  private static URI tab(Process process, HttpClient http)
      throws IOException, InterruptedException {
    URI browser = URI.create(listening(process));
    URI list = URI.create("http://127.0.0.1:" + browser.getPort() + "/json/list");
    HttpResponse<String> answer =
        http.send(HttpRequest.newBuilder(list).build(), HttpResponse.BodyHandlers.ofString());
    for (JsonNode target : JSON.readTree(answer.body())) {
      if (target.path("type").asText().equals("page")) {
        return URI.create(target.path("webSocketDebuggerUrl").asText());
      }
    }
    throw new IllegalStateException("The browser has no tab: " + answer.body());
  }

  private static String listening(Process process) throws IOException {
    BufferedReader lines = process.inputReader();
    for (int i = 0; i < START_LINES_MAX; i++) {
      String line = lines.readLine();
      if (line == null) {
        throw new IllegalStateException("The browser ended at once");
      }
      if (line.startsWith(LISTENING)) {
        Thread.ofVirtual().start(() -> lines.lines().forEach(more -> {}));
        return line.substring(LISTENING.length()).strip();
      }
    }
    throw new IllegalStateException("The browser does not say where it listens");
  }

  private void take(JsonNode message) {
    JsonNode params = message.path("params");
    switch (message.path("method").asText()) {
      case "" -> answered(message);
      case "Runtime.exceptionThrown" -> complaints.add(params.toString());
      case "Runtime.consoleAPICalled" -> {
        if (List.of("error", "warning", "assert").contains(params.path("type").asText())) {
          complaints.add(params.toString());
        }
      }
      case "Log.entryAdded" -> complaints.add(params.toString());
      case "Network.requestWillBeSent" -> requests.add(params.path("request").path("url").asText());
      default -> {}
    }
  }

  private void answered(JsonNode message) {
    CompletableFuture<JsonNode> answer = waiting.remove(message.path("id").asInt());
    if (answer != null) {
      if (message.has("error")) {
        answer.completeExceptionally(new IllegalStateException(message.get("error").toString()));
      } else {
        answer.complete(message.path("result"));
      }
    }
  }

  /** Puts messages together and hands them on. */
  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        try {
          take(JSON.readTree(text.toString()));
        } catch (IOException e) {
          complaints.add(e.toString());
        }
        text.setLength(0);
      }
      from.request(1);
      return null;
    }
  }
}
