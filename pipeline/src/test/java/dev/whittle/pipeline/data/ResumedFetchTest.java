package dev.whittle.pipeline.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.pipeline.data.Fetch.RemoteSet;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A download that was cut off goes on where it stopped, or starts again where it cannot. */
class ResumedFetchTest extends FetchServer {
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
}
