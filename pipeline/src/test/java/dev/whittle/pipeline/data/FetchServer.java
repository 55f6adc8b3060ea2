package dev.whittle.pipeline.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.whittle.feature.Run;
import dev.whittle.pipeline.data.Fetch.Fetched;
import dev.whittle.pipeline.data.Fetch.RemoteFile;
import dev.whittle.pipeline.data.Fetch.RemoteSet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Fetches from a server on this machine, which answers as each test says. */
@Timeout(60)
abstract class FetchServer {
    static final Download.Patience PATIENCE = new Download.Patience(Duration.ofMillis(1500), 3, Duration.ofMillis(1));

    static final Run RUN = Run.defaults();
    static final int LENGTH = 300_000;

    @TempDir
    Path dir;

    final byte[] file = bytes(LENGTH, 1);

    /** What the server does with one request after another; the last goes for all that follow. */
    final Deque<Answer> answers = new ArrayDeque<>();

    final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    final CountDownLatch over = new CountDownLatch(1);
    private ExecutorService threads;
    private HttpServer server;

    @FunctionalInterface
    interface Answer {
        void to(HttpExchange exchange) throws IOException, InterruptedException;
    }

    static byte[] bytes(int length, int seed) {
        byte[] bytes = new byte[length];
        new java.util.Random(seed).nextBytes(bytes);
        return bytes;
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            requests.add(exchange.getRequestURI().getPath() + (range == null ? "" : " " + range));
            Answer answer;
            synchronized (answers) {
                answer = answers.size() > 1 ? answers.poll() : answers.peek();
            }
            try {
                answer.to(exchange);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                exchange.close();
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/data");
    }

    RemoteSet set() throws IOException {
        Path copy = Files.write(dir.resolve("published"), file);
        return new RemoteSet(
                "tiny", base(), "tiny", null, List.of(new RemoteFile("f.bin", LENGTH, Download.md5(copy))));
    }

    Fetched fetch() throws IOException {
        return Fetch.fetch(set(), dir.resolve("place"), PATIENCE, RUN);
    }

    Path part() throws IOException {
        return Files.createDirectories(dir.resolve("place/tiny")).resolve("f.bin.part");
    }

    void assertFetched(int expectedRequests) throws IOException {
        assertArrayEquals(file, Files.readAllBytes(dir.resolve("place/tiny/f.bin")));
        assertFalse(Files.exists(part()));
        assertEquals(expectedRequests, requests.size(), requests.toString());
    }

    void answer(Answer... these) {
        answers.addAll(List.of(these));
    }

    /** The whole file, or the rest of it where that is asked for. */
    void honest(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        if (from > 0) {
            exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (LENGTH - 1) + "/" + LENGTH);
        }
        send(exchange, from > 0 ? 206 : 200, LENGTH - from, Arrays.copyOfRange(file, from, LENGTH));
    }

    /** @param length announced; 0 for chunked, -1 for none */
    static void send(HttpExchange exchange, int status, long length, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, length);
        exchange.getResponseBody().write(body);
        exchange.getResponseBody().flush();
    }

    Answer first(int n) {
        return exchange -> send(exchange, 200, LENGTH, Arrays.copyOf(file, n));
    }

    Answer status(int status) {
        return exchange -> exchange.sendResponseHeaders(status, -1);
    }
}
