package dev.whittle.feature.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordStoreTest {
    private static final long ROOM = 1 << 20;

    @TempDir
    Path temp;

    private RecordStore store(long maxBytes) {
        return new RecordStore(temp.resolve("store"), maxBytes);
    }

    private static String key(int i) {
        return String.format("%064x", i);
    }

    /** Bytes that differ between numbers and places. */
    private static byte[] body(int i, int length) {
        byte[] body = new byte[length];
        for (int k = 0; k < length; k++) {
            body[k] = (byte) (31 * i + k + 1);
        }
        return body;
    }

    private static void put(RecordStore store, int i, int length) {
        byte[] body = body(i, length);
        int half = length / 2;
        store.put(
                key(i),
                new byte[] {(byte) i},
                ByteBuffer.wrap(body, 0, half),
                ByteBuffer.wrap(body, half, length - half));
    }

    /** The body of a record; null if it is absent. Its head and its body are checked. */
    private static byte[] get(RecordStore store, int i) {
        RecordFile.Entry found = store.find(key(i));
        if (found == null) {
            return null;
        }
        byte[] body = new byte[(int) found.length()];
        if (!store.read(found, body)) {
            assertNull(store.find(key(i)), "a damaged record is absent");
            return null;
        }
        assertArrayEquals(new byte[] {(byte) i}, found.head());
        assertArrayEquals(body(i, body.length), body);
        return body;
    }

    private List<Path> files(String ending) throws IOException {
        if (!Files.isDirectory(temp.resolve("store"))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(temp.resolve("store"))) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void recordsAreFoundByTheObjectThatPutThemAndByOthers() throws IOException {
        RecordStore store = store(ROOM);
        assertNull(get(store, 1));
        for (int i = 0; i < 5; i++) {
            put(store, i, 10 * i);
        }
        RecordStore other = store(ROOM);
        for (int i = 0; i < 5; i++) {
            assertEquals(10 * i, get(store, i).length);
            assertEquals(10 * i, get(other, i).length);
        }
        assertNull(get(other, 5));
        assertEquals(1, files(".data").size());
        assertEquals(1, files(".index").size());
    }

    @Test
    void aFileGoesOnAfterItsWriterHasEnded() throws IOException {
        for (int i = 0; i < 3; i++) {
            RecordStore store = store(ROOM);
            put(store, i, 10);
            store.trim();
        }
        assertEquals(1, files(".data").size());
        RecordStore store = store(ROOM);
        for (int i = 0; i < 3; i++) {
            assertNotNull(get(store, i));
        }
    }

    /** Whatever single byte is wrong, and wherever a file ends, no wrong record is read, and later ones can be put. */
    @Test
    void damagedRecordsAreAbsent() throws IOException {
        RecordStore first = store(ROOM);
        put(first, 1, 20);
        put(first, 2, 20);
        first.trim();
        for (Path file : List.of(files(".data").get(0), files(".index").get(0))) {
            byte[] good = Files.readAllBytes(file);
            for (int i = 0; i < good.length; i++) {
                byte[] damaged = good.clone();
                damaged[i] ^= 1;
                Files.write(file, damaged);
                RecordStore store = store(ROOM);
                boolean one = get(store, 1) != null;
                boolean two = get(store, 2) != null;
                assertFalse(one && two, file + ", byte " + i);
                assertTrue(!file.toString().endsWith(".data") || one || two, "only one is damaged");
                Files.write(file, Arrays.copyOf(good, i));
                RecordStore cut = store(ROOM);
                assertFalse(get(cut, 1) != null && get(cut, 2) != null, file + ", cut at byte " + i);
            }
            Files.write(file, new byte[good.length]);
            assertNull(get(store(ROOM), 1));
            Files.write(file, good);
            assertNotNull(get(store(ROOM), 1));
        }
    }

    @Test
    void aDamagedRecordIsReplaced() throws IOException {
        RecordStore first = store(ROOM);
        put(first, 1, 20);
        put(first, 2, 20);
        first.trim();
        Path data = files(".data").get(0);
        byte[] bytes = Files.readAllBytes(data);
        bytes[3] ^= 1;
        Files.write(data, bytes);
        // A record that was cut off while it was written.
        Path index = files(".index").get(0);
        byte[] records = Files.readAllBytes(index);
        Files.write(index, Arrays.copyOf(records, records.length - 1));
        RecordStore second = store(ROOM);
        for (int i = 1; i <= 2; i++) {
            assertNull(get(second, i));
            put(second, i, 20);
            assertNotNull(get(second, i));
        }
        assertEquals(1, files(".data").size());
        for (int i = 1; i <= 2; i++) {
            assertNotNull(get(store(ROOM), i));
        }
    }

    /** A record costs its bytes and 64 times what it has in the index, which are 65 bytes with a head of one. */
    @Test
    void theSizeIsBoundedAndTheOldestGoFirst() throws IOException {
        int cost = 1000 + 64 * (60 + 1 + 4);
        RecordStore store = store(16L * cost);
        for (int i = 0; i < 20; i++) {
            put(store, i, 1000);
        }
        assertNotNull(get(store, 15));
        assertNull(get(store, 16));
        store.trim();
        assertEquals(6, files(".data").size(), "each is closed when it has more than an eighth");
        // Who finds all that fits puts no more, so two starts do not displace each other's records.
        RecordStore again = store(16L * cost);
        for (int i = 0; i < 20; i++) {
            if (again.find(key(i)) == null) {
                put(again, i, 1000);
            }
        }
        again.trim();
        assertEquals(
                16,
                Stream.iterate(0, i -> i + 1)
                        .limit(20)
                        .filter(i -> get(store(ROOM), i) != null)
                        .count());
        List<Path> data = files(".data");
        for (int i = 0; i < data.size(); i++) {
            Files.setLastModifiedTime(data.get(i), FileTime.fromMillis(1_000_000L + i));
        }
        store(5L * cost).trim();
        assertEquals(data.subList(data.size() - files(".data").size(), data.size()), files(".data"));
        assertEquals(files(".data").size(), files(".index").size());
        long left = 0;
        for (int i = 0; i < 20; i++) {
            left += get(store(ROOM), i) == null ? 0 : 1;
        }
        assertTrue(left >= 3 && left <= 5, left + " records are left");
    }

    @Test
    void twoObjectsAppendToFilesOfTheirOwn() throws IOException {
        RecordStore one = store(ROOM);
        put(one, 1, 10);
        RecordStore two = store(ROOM);
        put(two, 2, 10);
        put(one, 3, 10);
        assertEquals(2, files(".data").size());
        RecordStore all = store(ROOM);
        for (int i = 1; i <= 3; i++) {
            assertNotNull(get(all, i));
        }
        // A file that is deleted meanwhile makes its records absent, and no error.
        for (Path file : files(".data")) {
            Files.delete(file);
        }
        assertNull(get(store(ROOM), 1));
    }

    /** Puts the records with even numbers in another process. */
    public static void main(String[] folder) {
        RecordStore store = new RecordStore(Path.of(folder[0]), 64 * ROOM);
        for (int i = 0; i < 2000; i += 2) {
            put(store, i, 100 + i % 7);
        }
    }

    @Test
    void twoProcessesMayPutAtATime() throws Exception {
        Process other = new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RecordStoreTest.class.getName(),
                        temp.resolve("store").toString())
                .inheritIO()
                .start();
        RecordStore store = store(64 * ROOM);
        int next = 0;
        // Even numbers too, so that both put the same ones, until the other process has ended.
        while (other.isAlive() || next < 2000) {
            put(store, next % 2000, 100 + next % 2000 % 7);
            next++;
        }
        assertTrue(other.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, other.exitValue());
        RecordStore all = store(64 * ROOM);
        for (int i = 0; i < 2000; i++) {
            assertEquals(100 + i % 7, get(all, i).length);
        }
    }

    /** By POSIX, a process that closes any channel of a file loses its lock. */
    @Test
    void readingOrAskingForAFileDoesNotEndItsLock() throws Exception {
        RecordStore one = store(64 * ROOM);
        put(one, 3001, 10);
        Path first = files(".data").get(0);
        RecordStore two = store(64 * ROOM);
        assertNotNull(get(two, 3001));
        put(two, 3003, 10);
        for (String ending : List.of(".data", ".index")) {
            for (Path file : files(ending)) {
                Files.readAllBytes(file);
            }
        }
        // The other process asks for the newest file.
        Files.setLastModifiedTime(first, FileTime.fromMillis(System.currentTimeMillis() + 60_000));
        long size = Files.size(first);
        Process other = new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RecordStoreTest.class.getName(),
                        temp.resolve("store").toString())
                .inheritIO()
                .start();
        assertTrue(other.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, other.exitValue());
        assertEquals(size, Files.size(first), "the other process appended to a file that this one has");
        put(one, 3005, 10);
        RecordStore all = store(64 * ROOM);
        for (int i : new int[] {0, 1998, 3001, 3003, 3005}) {
            assertNotNull(get(all, i));
        }
    }

    /** Under another name of the folder too. */
    @Test
    void aFileIsAppendedToByOneObject() throws IOException {
        RecordStore one = store(ROOM);
        put(one, 1, 10);
        RecordFile file = new RecordFile(files(".data").get(0));
        assertFalse(file.openToAppend());
        Path link = Files.createSymbolicLink(temp.resolve("link"), temp.resolve("store"));
        assertFalse(new RecordFile(link.resolve(files(".data").get(0).getFileName())).openToAppend());
        one.trim();
        assertTrue(file.openToAppend());
        file.close();
    }

    @Test
    void aFullDiskDoesNoHarm() throws IOException {
        assumeTrue(Files.exists(Path.of("/dev/full")), "skipped: needs /dev/full");
        Files.createDirectories(temp.resolve("store"));
        Files.createSymbolicLink(temp.resolve("store/1.data"), Path.of("/dev/full"));
        RecordStore store = store(ROOM);
        put(store, 1, 10);
        assertEquals(1, files(".data").size(), "it is the file that is appended to");
        assertNull(get(store, 1));
        put(store, 2, 10);
        assertNull(get(store, 2));
        assertNull(get(store(ROOM), 1));
        store.trim();
        Files.delete(temp.resolve("store/1.data"));
    }

    @Test
    void aFolderThatCannotBeMadeDoesNoHarm() throws IOException {
        Files.write(temp.resolve("store"), new byte[1]);
        RecordStore store = store(ROOM);
        assertNull(store.failure());
        put(store, 1, 10);
        assertNull(get(store, 1));
        assertNotNull(store.failure());
        store.trim();
    }

    /** An interrupt closes the channel of a file. What is put afterwards goes to another. */
    @Test
    void aStoreCanBeWrittenAfterAnInterrupt() {
        RecordStore store = store(ROOM);
        put(store, 1, 10);
        Thread.currentThread().interrupt();
        put(store, 2, 10);
        assertTrue(Thread.interrupted());
        put(store, 3, 10);
        store.trim();
        RecordStore again = store(ROOM);
        assertNotNull(get(again, 1));
        assertNotNull(get(again, 3));
    }

    /** An interrupt closes the channel of a file. */
    @Test
    void aStoreCanBeReadAfterAnInterrupt() {
        RecordStore store = store(ROOM);
        put(store, 1, 10);
        assertNotNull(get(store, 1));
        Thread.currentThread().interrupt();
        RecordFile.Entry found = store.find(key(1));
        boolean read = store.read(found, new byte[10]);
        assertTrue(Thread.interrupted());
        assertFalse(read);
        assertNotNull(get(store(ROOM), 1));
        put(store, 1, 10);
        store.trim();
        put(store, 1, 10);
        assertNotNull(get(store, 1));
    }
}
