package dev.whittle.pipeline.data;

import static dev.whittle.pipeline.data.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarTest {
    private static final List<String> CLASSES = List.of("a", "b", "c");

    @TempDir
    Path dir;

    /** A record whose pixel k of band b is k·(b+1)+seed. */
    private static byte[] record(int seed, int... labels) {
        byte[] record = new byte[labels.length + 3072];
        for (int i = 0; i < labels.length; i++) {
            record[i] = (byte) labels[i];
        }
        for (int b = 0; b < 3; b++) {
            for (int k = 0; k < 1024; k++) {
                record[labels.length + b * 1024 + k] = (byte) (k * (b + 1) + seed);
            }
        }
        return record;
    }

    private Path write(String name, byte[]... records) throws IOException {
        Path file = Files.write(dir.resolve(name), new byte[0]);
        for (byte[] record : records) {
            Files.write(file, record, java.nio.file.StandardOpenOption.APPEND);
        }
        return file;
    }

    @Test
    void readsRecordsOfSeveralFiles() throws IOException {
        Path one = write("one.bin", record(1, 2), record(2, 0));
        Path two = write("two.bin", record(3, 1), record(4, 1));
        Cifar data = Cifar.read(List.of(one, two), 2, 1, CLASSES);
        assertEquals(4, data.size());
        assertArrayEquals(new int[] {2, 0, 1, 1}, data.labels());
        assertEquals("two.bin#1", data.name(3));
        for (int i = 0; i < 4; i++) {
            Planar<GrayU8> image = data.image(i);
            assertEquals(3, image.getNumBands());
            for (int b = 0; b < 3; b++) {
                for (int k = 0; k < 1024; k++) {
                    assertEquals((k * (b + 1) + i + 1) & 255, image.getBand(b).get(k % 32, k / 32));
                }
            }
        }
        assertThrows(IndexOutOfBoundsException.class, () -> data.image(4));
        assertThrows(IndexOutOfBoundsException.class, () -> data.label(-1));
        assertThrows(IndexOutOfBoundsException.class, () -> data.name(4));
    }

    @Test
    void theFineLabelOfCifar100IsTheSecondByte() throws IOException {
        Path file = write("train.bin", record(0, 19, 2), record(9, 3, 1));
        Cifar data = Cifar.read(List.of(file), 2, 2, CLASSES);
        assertArrayEquals(new int[] {2, 1}, data.labels());
        assertEquals(9, data.image(1).getBand(0).get(0, 0));
        write("train.bin", record(0, 19, 2), record(9, 20, 1));
        assertFails(
                () -> Cifar.read(List.of(file), 2, 2, CLASSES),
                file + ", byte 3074: record 1: expected a label from 0 to 19, found 20");
    }

    @Test
    void damagedFilesAreRefused() throws IOException {
        Path file = write("batch.bin", record(0, 0), record(0, 3));
        assertFails(
                () -> Cifar.read(List.of(file), 2, 1, CLASSES),
                file + ", byte 3073: record 1: expected a label from 0 to 2, found 3");
        byte[] two = new byte[2 * 3073];
        for (int length : new int[] {1, 3072, 3073, 6145}) {
            Files.write(file, Arrays.copyOf(two, length));
            assertFails(
                    () -> Cifar.read(List.of(file), 2, 1, CLASSES),
                    file + ", byte 0: expected 6146 bytes",
                    "found " + length);
        }
        Files.write(file, Arrays.copyOf(two, 6147));
        assertFails(
                () -> Cifar.read(List.of(file), 2, 1, CLASSES),
                file + ", byte 6146: expected the end of the file, found 1 more bytes");
        Files.write(file, new byte[0]);
        assertFails(() -> Cifar.read(List.of(file), 2, 1, CLASSES), file + ": the file is empty");
    }

    @Test
    void cifar10NeedsAllItsFilesAndNames() throws IOException {
        assertFails(() -> Cifar.readCifar10(dir, "do this"), "incomplete", "batches.meta.txt", "do this");
        Files.write(dir.resolve("batches.meta.txt"), List.of("a", "b"));
        assertFails(
                () -> Cifar.readCifar10(dir, "do this"),
                "batches.meta.txt, byte 4: expected 10 class names",
                "found 2");
        Files.write(dir.resolve("batches.meta.txt"), Collections.nCopies(10, "name"));
        assertFails(() -> Cifar.readCifar10(dir, "do this"), "there is no data_batch_1.bin");
        for (int batch = 1; batch <= 5; batch++) {
            write("data_batch_" + batch + ".bin", record(0, 0));
        }
        assertFails(() -> Cifar.readCifar10(dir, "do this"), "there is no test_batch.bin");
        write("test_batch.bin", record(0, 0));
        assertFails(() -> Cifar.readCifar10(dir, "do this"), "data_batch_1.bin, byte 0: expected 30730000 bytes");
    }
}
