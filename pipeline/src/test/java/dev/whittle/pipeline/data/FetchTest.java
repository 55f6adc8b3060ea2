package dev.whittle.pipeline.data;

import static dev.whittle.pipeline.data.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.whittle.feature.Progress;
import dev.whittle.feature.Run;
import dev.whittle.pipeline.data.Fetch.Fetched;
import dev.whittle.pipeline.data.Fetch.RemoteFile;
import dev.whittle.pipeline.data.Fetch.RemoteSet;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Fetches from a server on this machine that stalls, truncates, lies and forgets. */
@Timeout(60)
class FetchTest {
    private static final Download.Patience PATIENCE =
            new Download.Patience(Duration.ofMillis(1500), 3, Duration.ofMillis(1));
    private static final Run RUN = Run.defaults();
    private static final int LENGTH = 300_000;

    @TempDir
    Path dir;

    private final byte[] file = bytes(LENGTH, 1);
    /** What the server does with one request after another; the last goes for all that follow. */
    private final Deque<Answer> answers = new ArrayDeque<>();

    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch over = new CountDownLatch(1);
    private ExecutorService threads;
    private HttpServer server;

    @FunctionalInterface
    private interface Answer {
        void to(HttpExchange exchange) throws IOException, InterruptedException;
    }

    private static byte[] bytes(int length, int seed) {
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

    private URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/data");
    }

    private RemoteSet set() throws IOException {
        Path copy = Files.write(dir.resolve("published"), file);
        return new RemoteSet(
                "tiny", base(), "tiny", null, List.of(new RemoteFile("f.bin", LENGTH, Download.md5(copy))));
    }

    private Fetched fetch() throws IOException {
        return Fetch.fetch(set(), dir.resolve("place"), PATIENCE, RUN);
    }

    private Path part() throws IOException {
        return Files.createDirectories(dir.resolve("place/tiny")).resolve("f.bin.part");
    }

    private void assertFetched(int expectedRequests) throws IOException {
        assertArrayEquals(file, Files.readAllBytes(dir.resolve("place/tiny/f.bin")));
        assertFalse(Files.exists(part()));
        assertEquals(expectedRequests, requests.size(), requests.toString());
    }

    private void answer(Answer... these) {
        answers.addAll(List.of(these));
    }

    /** The whole file, or the rest of it where that is asked for. */
    private void honest(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        if (from > 0) {
            exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (LENGTH - 1) + "/" + LENGTH);
        }
        send(exchange, from > 0 ? 206 : 200, LENGTH - from, Arrays.copyOfRange(file, from, LENGTH));
    }

    /** @param length announced; 0 for chunked, -1 for none */
    private static void send(HttpExchange exchange, int status, long length, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, length);
        exchange.getResponseBody().write(body);
        exchange.getResponseBody().flush();
    }

    private Answer first(int n) {
        return exchange -> send(exchange, 200, LENGTH, Arrays.copyOf(file, n));
    }

    private Answer status(int status) {
        return exchange -> exchange.sendResponseHeaders(status, -1);
    }

    @Test
    void fetchesOnceAndThenDoesNothing() throws IOException {
        answer(this::honest);
        List<String> steps = Collections.synchronizedList(new ArrayList<>());
        Progress progress = new Progress() {
            @Override
            public void step(String stage, long done, long total) {
                steps.add(stage + " " + done + " of " + total);
            }
        };
        Fetched fetched = Fetch.fetch(set(), dir.resolve("place"), PATIENCE, RUN.withProgress(progress));
        assertEquals(List.of("f.bin"), fetched.fetched());
        assertEquals("/data/f.bin", requests.get(0));
        assertFetched(1);
        assertEquals("fetch f.bin 300000 of 300000", steps.get(steps.size() - 1));
        Fetched again = fetch();
        assertEquals(List.of(), again.fetched());
        assertTrue(again.toString().contains("complete already"), again.toString());
        assertFetched(1);
    }

    @Test
    void aFileThatIsWrongIsFetchedAgain() throws IOException {
        answer(this::honest);
        Files.write(part().resolveSibling("f.bin"), bytes(LENGTH, 2));
        fetch();
        assertFetched(1);
    }

    @Test
    void goesOnAfterAnInterruption() throws IOException {
        answer(this::honest);
        Files.write(part(), Arrays.copyOf(file, 1000));
        fetch();
        assertEquals(List.of("/data/f.bin bytes=1000-"), requests);
        assertFetched(1);
    }

    @Test
    void goesOnWhereTheServerTruncated() throws IOException {
        answer(first(100_000), this::honest);
        fetch();
        assertTrue(requests.get(1).startsWith("/data/f.bin bytes="), requests.toString());
        assertFetched(2);
    }

    @Test
    void goesOnWhereTheServerStalled() throws IOException {
        answer(
                exchange -> {
                    send(exchange, 200, LENGTH, Arrays.copyOf(file, 100_000));
                    over.await();
                },
                this::honest);
        fetch();
        assertEquals("/data/f.bin bytes=100000-", requests.get(1));
        assertFetched(2);
    }

    @Test
    void givesUpOnAServerThatNeverAnswers() throws IOException {
        answer(exchange -> over.await());
        long start = System.nanoTime();
        assertFails(this::fetch, base() + "/f.bin: no answer for 1.5 s", "Gave up after 3 attempts with 0 of 300000");
        assertTrue(System.nanoTime() - start < 10_000_000_000L);
        assertEquals(3, requests.size());
    }

    @Test
    void givesUpOnAServerThatAlwaysStallsAndKeepsWhatCame() throws IOException {
        answer(exchange -> {
            send(exchange, 200, LENGTH, Arrays.copyOf(file, 5000));
            over.await();
        });
        assertFails(this::fetch, "nothing arrived for 1.5 s after 5000 of 300000 bytes", "Gave up after 3 attempts");
        assertEquals(5000, Files.size(part()));
        assertFalse(Files.exists(dir.resolve("place/tiny/f.bin")));
        answers.clear();
        answer(this::honest);
        requests.clear();
        fetch();
        assertEquals(List.of("/data/f.bin bytes=5000-"), requests);
        assertFetched(1);
    }

    @Test
    void startsAgainWhereTheServerIgnoresRanges() throws IOException {
        answer(exchange -> send(exchange, 200, LENGTH, file));
        Files.write(part(), bytes(7000, 3));
        fetch();
        assertFetched(1);
    }

    @Test
    void startsAgainWhereTheServerSendsAnotherRange() throws IOException {
        for (String range : new String[] {"bytes 0-299999/300000", "bytes 6999-299999/300000", "lies", null}) {
            requests.clear();
            answers.clear();
            Files.deleteIfExists(dir.resolve("place/tiny/f.bin"));
            answer(
                    exchange -> {
                        if (range != null) {
                            exchange.getResponseHeaders().set("Content-Range", range);
                        }
                        send(exchange, 206, LENGTH - 7000, Arrays.copyOfRange(file, 7000, LENGTH));
                    },
                    this::honest);
            Files.write(part(), Arrays.copyOf(file, 7000));
            fetch();
            assertEquals(List.of("/data/f.bin bytes=7000-", "/data/f.bin"), requests);
            assertFetched(2);
        }
    }

    @Test
    void startsAgainAfter416() throws IOException {
        answer(status(416), this::honest);
        Files.write(part(), Arrays.copyOf(file, 7000));
        fetch();
        assertEquals(List.of("/data/f.bin bytes=7000-", "/data/f.bin"), requests);
        assertFetched(2);
    }

    @Test
    void aPartialFileThatIsWholeNeedsNoRequest() throws IOException {
        answer(this::honest);
        Files.write(part(), file);
        fetch();
        assertFetched(0);
    }

    @Test
    void aPartialFileThatIsWrongIsThrownAway() throws IOException {
        for (int length : new int[] {1000, LENGTH, LENGTH + 5}) {
            requests.clear();
            answers.clear();
            Files.deleteIfExists(dir.resolve("place/tiny/f.bin"));
            answer(this::honest);
            Files.write(part(), bytes(length, 4));
            fetch();
            assertFetched(length == 1000 ? 2 : 1);
        }
    }

    @Test
    void aWrongBodyIsRefusedAndRemoved() throws IOException {
        answer(exchange -> send(exchange, 200, LENGTH, bytes(LENGTH, 5)));
        String expected = set().files().get(0).md5();
        String got = Download.md5(Files.write(dir.resolve("other"), bytes(LENGTH, 5)));
        assertFails(
                this::fetch, base() + "/f.bin: wrong checksum: expected md5 " + expected + ", got " + got, "removed");
        assertFalse(Files.exists(part()));
        assertFalse(Files.exists(dir.resolve("place/tiny/f.bin")));
        assertEquals(1, requests.size());
    }

    @Test
    void otherLengthsAreRefused() throws IOException {
        answer(exchange -> send(exchange, 200, 11, bytes(11, 6)));
        assertFails(this::fetch, "f.bin: expected 300000 bytes, the server offers 11");
        assertEquals(1, requests.size());
        answers.clear();
        answer(exchange -> send(exchange, 206, 11, bytes(11, 6)));
        Files.write(part(), Arrays.copyOf(file, 7000));
        assertFails(this::fetch, "expected a Content-Range from byte", "Gave up");
        answers.clear();
        Files.write(part(), Arrays.copyOf(file, 7000));
        answer(exchange -> {
            exchange.getResponseHeaders().set("Content-Range", "bytes 7000-7010/7011");
            send(exchange, 206, 11, bytes(11, 6));
        });
        assertFails(this::fetch, "expected 300000 bytes, the server offers 7011 (7000 of them here already)");
    }

    @Test
    void anEndlessBodyIsCutOff() throws IOException {
        answer(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            while (over.getCount() > 0) {
                exchange.getResponseBody().write(file);
            }
        });
        assertFails(this::fetch, "expected 300000 bytes, the server sends more");
        assertEquals(0, Files.size(part()));
    }

    @Test
    void aBodyWithoutLengthIsTakenAndMissedWhereItIsShort() throws IOException {
        answer(exchange -> send(exchange, 200, 0, Arrays.copyOf(file, 1234)), this::honest);
        fetch();
        assertEquals(List.of("/data/f.bin", "/data/f.bin bytes=1234-"), requests);
        assertFetched(2);
        Files.delete(dir.resolve("place/tiny/f.bin"));
        answers.clear();
        answer(exchange -> send(exchange, 200, 0, file));
        fetch();
        assertFetched(3);
    }

    @Test
    void triesAgainAfterServerErrorsOnly() throws IOException {
        answer(status(503), status(429), this::honest);
        fetch();
        assertFetched(3);
        Files.delete(dir.resolve("place/tiny/f.bin"));
        requests.clear();
        for (int status : new int[] {404, 403, 410, 204}) {
            answers.clear();
            answer(status(status));
            assertFails(this::fetch, base() + "/f.bin: the server answers with status " + status);
        }
        assertEquals(4, requests.size());
    }

    @Test
    void followsRedirectsAndLeavesLoops() throws IOException {
        Answer redirect = exchange -> {
            exchange.getResponseHeaders().set("Location", "/elsewhere/f.bin");
            exchange.sendResponseHeaders(302, -1);
        };
        answer(redirect, this::honest);
        Files.write(part(), Arrays.copyOf(file, 7000));
        fetch();
        assertEquals(List.of("/data/f.bin bytes=7000-", "/elsewhere/f.bin bytes=7000-"), requests);
        assertFetched(2);
        Files.delete(dir.resolve("place/tiny/f.bin"));
        answers.clear();
        answer(redirect);
        assertFails(this::fetch, "f.bin: the server answers with status 302");
    }

    @Test
    void anUnreachableServerIsNamed() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        RemoteSet nowhere = set().from(URI.create("http://127.0.0.1:" + port));
        assertFails(
                () -> Fetch.fetch(nowhere, dir.resolve("place"), PATIENCE, RUN),
                "http://127.0.0.1:" + port + "/f.bin: ConnectException",
                "Gave up after 3 attempts");
    }

    @Test
    void anInterruptStopsItAndKeepsWhatCame() throws Exception {
        CountDownLatch halfway = new CountDownLatch(1);
        answer(exchange -> {
            send(exchange, 200, LENGTH, Arrays.copyOf(file, 5000));
            halfway.countDown();
            over.await();
        });
        AtomicReference<Throwable> failure = new AtomicReference<>();
        RemoteSet set = set();
        Download.Patience long1 = new Download.Patience(Duration.ofSeconds(30), 3, Duration.ofMillis(1));
        Thread thread = new Thread(() -> {
            try {
                Fetch.fetch(set, dir.resolve("place"), long1, RUN);
            } catch (IOException e) {
                failure.set(e);
            }
        });
        thread.start();
        assertTrue(halfway.await(20, TimeUnit.SECONDS));
        while (!Files.exists(part()) || Files.size(part()) < 5000) {
            Thread.sleep(5);
        }
        thread.interrupt();
        thread.join(10_000);
        assertFalse(thread.isAlive());
        assertTrue(failure.get() instanceof InterruptedIOException, String.valueOf(failure.get()));
        answers.clear();
        answer(this::honest);
        requests.clear();
        fetch();
        assertEquals(List.of("/data/f.bin bytes=5000-"), requests);
        assertFetched(1);
    }

    @Test
    void twoFetchesDoNotWriteTheSameFile() throws IOException {
        answer(this::honest);
        try (FileChannel channel = FileChannel.open(part(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertTrue(lock.isValid());
            assertFails(this::fetch, part() + ": another download is writing to it");
        }
        fetch();
        assertFetched(1);
    }

    @Test
    void aFullDiskIsOneClearError() throws IOException {
        Path full = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.exists(full), "There is no /dev/full on this system");
        answer(this::honest);
        Files.createSymbolicLink(part(), full);
        assertFails(this::fetch, "Cannot write " + part() + ": No space left on device");
        assertEquals(1, requests.size());
        Files.delete(part());
    }

    @Test
    void anUnusablePlaceIsOneClearError() throws IOException {
        answer(this::honest);
        Path place = Files.write(dir.resolve("place"), new byte[1]);
        assertFails(this::fetch, "Cannot write " + place);
        Files.delete(place);
        Files.createDirectories(part());
        assertFails(this::fetch, "Cannot write " + part());
        Files.delete(part());
        Files.createDirectories(dir.resolve("place/tiny/f.bin/x"));
        assertFails(this::fetch, "Cannot write " + dir.resolve("place/tiny/f.bin"));
    }

    @Test
    void unpacksAnArchiveAndRemovesIt() throws IOException {
        byte[] one = bytes(5000, 7);
        byte[] two = bytes(600, 8);
        String oneMd5 = Download.md5(Files.write(dir.resolve("one"), one));
        byte[] archive = IdxTest.gzip(TarTest.tar(
                TarTest.entry("", "tiny/one.bin", '0', one),
                TarTest.entry("", "tiny/names.txt", '0', two),
                TarTest.entry("", "tiny/readme.html", '0', two)));
        String md5 = Download.md5(Files.write(dir.resolve("archive"), archive));
        RemoteFile remote = new RemoteFile("tiny.tar.gz", archive.length, md5);
        RemoteFile names = RemoteFile.unchecked("names.txt");
        RemoteSet set = new RemoteSet(
                "tiny", base(), "tiny", remote, List.of(new RemoteFile("one.bin", one.length, oneMd5), names));
        answer(exchange -> send(exchange, 200, archive.length, archive));
        Path place = dir.resolve("place");
        assertEquals(
                List.of("one.bin", "names.txt"),
                Fetch.fetch(set, place, PATIENCE, RUN).fetched());
        assertArrayEquals(one, Files.readAllBytes(place.resolve("tiny/one.bin")));
        assertArrayEquals(two, Files.readAllBytes(place.resolve("tiny/names.txt")));
        try (var left = Files.walk(place)) {
            assertEquals(2, left.filter(Files::isRegularFile).count());
        }
        assertEquals(List.of(), Fetch.fetch(set, place, PATIENCE, RUN).fetched());
        assertEquals(List.of("/data/tiny.tar.gz"), requests);

        // One file is damaged later: only it is replaced, from an archive that is there already.
        Files.write(place.resolve("tiny/one.bin"), two);
        Files.write(place.resolve("tiny.tar.gz"), archive);
        assertEquals(List.of("one.bin"), Fetch.fetch(set, place, PATIENCE, RUN).fetched());
        assertArrayEquals(one, Files.readAllBytes(place.resolve("tiny/one.bin")));
        assertEquals(1, requests.size());

        // A right archive with a wrong file: nothing of it is taken.
        Files.delete(place.resolve("tiny/one.bin"));
        RemoteSet other = new RemoteSet(
                "tiny", base(), "tiny", remote, List.of(new RemoteFile("one.bin", one.length, md5), names));
        assertFails(
                () -> Fetch.fetch(other, place, PATIENCE, RUN), "one.bin in it does not have the published md5 " + md5);
        try (var left = Files.list(place.resolve("tiny"))) {
            assertEquals(List.of(place.resolve("tiny/names.txt")), left.toList());
        }
    }

    @Test
    void publishedSetsAreWhatTheReadersRead() {
        assertThrows(IllegalArgumentException.class, () -> Fetch.published("cifar"));
        for (String name : Fetch.NAMES) {
            RemoteSet set = Fetch.published(name);
            assertTrue(set.base().toString().endsWith("/"));
            List<RemoteFile> downloads = set.archive() == null ? set.files() : List.of(set.archive());
            for (RemoteFile download : downloads) {
                assertTrue(download.length() > 0 && download.md5().matches("[0-9a-f]{32}"), download.toString());
            }
        }
    }

    /** The published lengths and checksums, against the files where this machine has them. */
    @Test
    void publishedChecksumsAreThoseOfTheFiles() throws IOException {
        int checked = 0;
        for (String name : Fetch.NAMES) {
            RemoteSet set = Fetch.published(name);
            for (Path place : DataPlaces.ofSystem(null).places()) {
                if (Files.isDirectory(place.resolve(set.folder()))) {
                    for (RemoteFile remote : set.files()) {
                        assertTrue(remote.isIn(place.resolve(set.folder())), remote.toString());
                        checked++;
                    }
                }
            }
        }
        Assumptions.assumeTrue(checked > 0, "This machine has none of the published data sets");
    }
}
