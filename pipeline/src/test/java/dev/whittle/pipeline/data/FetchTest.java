package dev.whittle.pipeline.data;

import static dev.whittle.pipeline.data.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Progress;
import dev.whittle.pipeline.data.Fetch.Fetched;
import dev.whittle.pipeline.data.Fetch.RemoteFile;
import dev.whittle.pipeline.data.Fetch.RemoteSet;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Files, archives and places that are whole, wrong, in use or not writable. */
class FetchTest extends FetchServer {
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
}
