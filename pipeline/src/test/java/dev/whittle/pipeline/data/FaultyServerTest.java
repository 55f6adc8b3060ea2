package dev.whittle.pipeline.data;

import static dev.whittle.pipeline.data.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.pipeline.data.Fetch.RemoteSet;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A server that stalls, lies, refuses or is not there. */
class FaultyServerTest extends FetchServer {
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
}
