package dev.whittle.pipeline.cli;

import static dev.whittle.pipeline.cli.Outcome.whittle;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Comparisons on a disk that is full from some write on, or of which one write, sync, renaming, creation or deletion
 * fails. A library in C between Java and the system lets them fail, see {@code faults/failing-disk.c}. Either the
 * comparison ends with an error that names the reason, and goes on to the same bytes when the disk is well again, or it
 * is not affected. {@code -Dfaults.every=true} lets each call fail in turn, else some are chosen at random.
 */
@Tag("long")
class FailingDiskTest {
    private static final int SOME = 2;

    @TempDir
    Path temp;

    /** A way to fail. */
    private enum Fault {
        FULL("write", 1, 28, true, "No space left on device"),
        WRITE("write", 1, 5, false, "Input/output error"),
        SYNC("sync", 2, 5, false, "sync failed"),
        RENAME("rename", 4, 5, false, "Input/output error"),
        CREATE("creation", 8, 28, false, "No space left on device"),
        READ_ONLY("creation", 8, 30, true, "Read-only file system"),
        DELETE("deletion", 16, 5, false, "Input/output error");

        private final String call;
        private final int kinds;
        private final int errno;
        private final boolean stays;
        private final String reason;

        Fault(String call, int kinds, int errno, boolean stays, String reason) {
            this.call = call;
            this.kinds = kinds;
            this.errno = errno;
            this.stays = stays;
            this.reason = reason;
        }
    }

    /** The orders to the library, as {@code struct orders} has them. */
    private record Disk(MappedByteBuffer orders) {
        static Disk at(Path file) throws IOException {
            try (RandomAccessFile all = new RandomAccessFile(file.toFile(), "rw")) {
                MappedByteBuffer orders = all.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, 4096);
                orders.order(ByteOrder.nativeOrder());
                return new Disk(orders);
            }
        }

        /** @param first the number of the call that fails, from 1 */
        void fail(Fault fault, long first, Path folder) {
            well();
            byte[] path = (folder + "\0").getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < path.length; i++) {
                orders.put(48 + i, path[i]);
            }
            orders.putLong(8, first);
            orders.putLong(16, fault.errno);
            orders.putLong(24, fault.stays ? 1 : 0);
            orders.putLong(0, fault.kinds);
        }

        /** Nothing fails any more. */
        void well() {
            orders.putLong(0, 0);
            for (int i = 8; i < 4096; i++) {
                orders.put(i, (byte) 0);
            }
        }

        long calls() {
            return orders.getLong(32);
        }

        long failures() {
            return orders.getLong(40);
        }

        /** Of the first call that failed. */
        String path() {
            byte[] path = new byte[1024];
            orders.get(48 + 1024, path);
            return new String(path, StandardCharsets.UTF_8).split("\0", 2)[0];
        }
    }

    /** Run in another process, which has the library. */
    static final class Child {
        private final SmallComparison small;
        private final Disk disk;
        private final Path temp;
        private final boolean every;
        private final Path expected;
        private final Path out;

        private Child(Path temp, Path orders, boolean every) throws IOException {
            this.temp = temp;
            this.every = every;
            disk = Disk.at(orders);
            small = SmallComparison.in(temp.resolve("small"), 1);
            expected = temp.resolve("expected");
            out = temp.resolve("out");
        }

        public static void main(String[] args) throws IOException {
            Child child = new Child(Path.of(args[0]), Path.of(args[1]), Boolean.parseBoolean(args[2]));
            assertEquals(0, child.compare(child.expected).exit());
            for (Fault fault : Fault.values()) {
                child.each(fault, child.out, false);
                child.each(fault, child.small.cache(), true);
                System.out.flush();
            }
            System.out.println("done");
        }

        private Outcome compare(Path folder) {
            return whittle(small.arguments(folder).toArray());
        }

        private void fresh() throws IOException {
            KilledComparisonTest.delete(out);
            KilledComparisonTest.delete(small.cache());
        }

        /** @param isSpare whether the comparison does not need the folder that fails */
        private void each(Fault fault, Path folder, boolean isSpare) throws IOException {
            fresh();
            disk.fail(fault, 0, folder);
            assertEquals(0, compare(out).exit());
            long calls = disk.calls();
            disk.well();
            int errors = 0;
            List<Long> chosen = chosen(calls, fault);
            for (long first : chosen) {
                fresh();
                disk.fail(fault, first, folder);
                Outcome o = compare(out);
                String what = fault + " " + first + " of " + calls + ", " + disk.path() + ": " + o;
                boolean failed = disk.failures() > 0 || !disk.path().isEmpty();
                disk.well();
                assertFalse(o.err().contains("\tat "), what);
                if (o.exit() != 0) {
                    errors++;
                    assertTrue(failed && !isSpare, what);
                    assertEquals(1, o.exit(), what);
                    assertTrue(o.err().contains(fault.reason), what);
                    Outcome again = compare(out);
                    assertEquals(0, again.exit(), what + ", and then " + again);
                }
                SmallComparison.assertSame(expected, out, what);
            }
            System.out.printf(
                    "%s in %s: %d of %d %ss failed: %d errors, the others without effect%n",
                    fault, temp.relativize(folder), chosen.size(), calls, fault.call, errors);
        }

        private List<Long> chosen(long calls, Fault fault) {
            TreeSet<Long> chosen = new TreeSet<>();
            Random random = new Random(fault.ordinal());
            for (long i = 1; i <= (every ? calls : Math.min(SOME, calls)); i++) {
                chosen.add(every ? i : 1 + random.nextLong(calls));
            }
            return new ArrayList<>(chosen);
        }
    }

    @Test
    void aFailureIsToldAndTheNextStartGoesOn() throws Exception {
        Path library = library();
        Path orders = temp.resolve("orders");
        Files.write(orders, new byte[4096]);
        Path log = temp.resolve("log");
        List<String> command = new ArrayList<>(
                SmallComparison.java(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")));
        command.addAll(List.of(
                Child.class.getName(), temp.toString(), orders.toString(), "" + Boolean.getBoolean("faults.every")));
        Process process = new SmallComparison(temp.resolve("small"))
                .process(command, Map.of("LD_PRELOAD", library.toString(), "FAILING_DISK", orders.toString()), log);
        boolean ended = process.waitFor(Boolean.getBoolean("faults.every") ? 60 : 5, TimeUnit.MINUTES);
        if (!ended) {
            process.destroyForcibly().waitFor();
        }
        String text = SmallComparison.text(log);
        assertTrue(ended && process.exitValue() == 0 && text.endsWith("done\n"), text);
        System.out.print(text);
        // The library works: without it there would be no errors.
        assertTrue(
                Pattern.compile("FULL in out: .*: [1-9][0-9]* errors")
                        .matcher(text)
                        .find(),
                text);
    }

    private Path library() throws Exception {
        Path source = temp.resolve("failing-disk.c");
        try (InputStream in = getClass().getResourceAsStream("/faults/failing-disk.c")) {
            Files.copy(in, source);
        }
        Path library = temp.resolve("failing-disk.so");
        Path log = temp.resolve("gcc.log");
        try {
            Process gcc = new ProcessBuilder(
                            "gcc", "-shared", "-fPIC", "-O1", "-o", library.toString(), source.toString(), "-ldl")
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            assumeTrue(
                    gcc.waitFor() == 0 && System.getProperty("os.name").equals("Linux"),
                    "skipped: the failing disk is for Linux and gcc: " + SmallComparison.text(log));
        } catch (IOException e) {
            assumeTrue(false, "skipped: the failing disk is built by gcc: " + e.getMessage());
        }
        return library;
    }
}
