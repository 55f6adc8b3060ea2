package dev.whittle.pipeline.data;

import static dev.whittle.pipeline.data.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.data.PixelHash;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdxTest {
    private static final List<String> CLASSES = List.of("a", "b", "c");
    /** Two images of 3x2. */
    private static final byte[] IMAGES =
            idx(0x803, new int[] {2, 2, 3}, 1, 2, 3, 4, 5, 6, 250, 251, 252, 253, 254, 255);

    private static final byte[] LABELS = idx(0x801, new int[] {2}, 2, 0);

    @TempDir
    Path dir;

    private Path images;
    private Path labels;

    @BeforeEach
    void write() throws IOException {
        images = Files.write(dir.resolve("images"), IMAGES);
        labels = Files.write(dir.resolve("labels"), LABELS);
    }

    static byte[] idx(int magic, int[] dimensions, int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * dimensions.length + values.length);
        buffer.putInt(magic);
        for (int d : dimensions) {
            buffer.putInt(d);
        }
        for (int v : values) {
            buffer.put((byte) v);
        }
        return buffer.array();
    }

    static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private Idx read() throws IOException {
        return Idx.read(images, labels, CLASSES);
    }

    @Test
    void readsImagesLabelsAndNames() throws IOException {
        Idx data = read();
        assertEquals(2, data.size());
        assertEquals(CLASSES, data.classes());
        assertArrayEquals(new int[] {2, 0}, data.labels());
        assertEquals("images#1", data.name(1));
        Planar<GrayU8> image = data.image(1);
        assertEquals(3, image.width);
        assertEquals(2, image.height);
        assertEquals(1, image.getNumBands());
        assertEquals(250, image.getBand(0).get(0, 0));
        assertEquals(252, image.getBand(0).get(2, 0));
        assertEquals(253, image.getBand(0).get(0, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> data.image(2));
    }

    @Test
    void anImageMayBeChangedByItsReceiver() throws IOException {
        Idx data = read();
        String before = PixelHash.of(data);
        data.image(0).getBand(0).set(0, 0, 99);
        assertEquals(1, data.image(0).getBand(0).get(0, 0));
        assertEquals(before, PixelHash.of(read()));
    }

    @Test
    void gzipGivesTheSameDataAndHash() throws IOException {
        String plain = PixelHash.of(read());
        images = Files.write(dir.resolve("images.gz"), gzip(IMAGES));
        labels = Files.write(dir.resolve("labels.gz"), gzip(LABELS));
        assertEquals(plain, PixelHash.of(read()));
        assertEquals("images#0", read().name(0));
    }

    @Test
    void readsGzipWithEveryOptionalHeaderField() throws IOException {
        byte[] plain = gzip(IMAGES);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(plain, 0, 3);
        out.write(4 | 8 | 16 | 2);
        out.write(plain, 4, 6);
        out.write(new byte[] {3, 0, 'x', 'y', 'z', 'n', 'a', 0, 'c', 0, 1, 2});
        out.write(plain, 10, plain.length - 10);
        String expected = PixelHash.of(read());
        Files.write(images, out.toByteArray());
        assertEquals(expected, PixelHash.of(read()));
    }

    @Test
    void theHashSeesPixelsLabelsAndClasses() throws IOException {
        Set<String> hashes = new HashSet<>();
        hashes.add(PixelHash.of(read()));
        hashes.add(PixelHash.of(Idx.read(images, labels, List.of("a", "b", "d"))));
        byte[] changed = IMAGES.clone();
        changed[20] ^= 1;
        Files.write(images, changed);
        hashes.add(PixelHash.of(read()));
        Files.write(images, IMAGES);
        Files.write(labels, idx(0x801, new int[] {2}, 2, 1));
        hashes.add(PixelHash.of(read()));
        assertEquals(4, hashes.size());
    }

    @Test
    void everyTruncationIsFound() throws IOException {
        for (byte[] whole : new byte[][] {IMAGES, gzip(IMAGES)}) {
            for (int length = 0; length < whole.length; length++) {
                Files.write(images, Arrays.copyOf(whole, length));
                assertFails(this::read, images.toString());
            }
        }
        Files.write(images, IMAGES);
        for (byte[] whole : new byte[][] {LABELS, gzip(LABELS)}) {
            for (int length = 0; length < whole.length; length++) {
                Files.write(labels, Arrays.copyOf(whole, length));
                assertFails(this::read, labels.toString());
            }
        }
    }

    @Test
    void trailingBytesAreFound() throws IOException {
        Files.write(images, Arrays.copyOf(IMAGES, IMAGES.length + 3));
        assertFails(this::read, images + ", byte 28: expected the end of the file, found 3 more bytes");
        Files.write(images, gzip(Arrays.copyOf(IMAGES, IMAGES.length + 3)));
        assertFails(this::read, images + ", byte 28 of the unpacked data: expected the end");
        byte[] packed = gzip(IMAGES);
        Files.write(images, Arrays.copyOf(packed, packed.length + 1));
        assertFails(this::read, images + ", byte " + packed.length + " of the gzip file: expected the end");
        // A second gzip member, which GZIPInputStream would append.
        byte[] two = Arrays.copyOf(packed, 2 * packed.length);
        System.arraycopy(packed, 0, two, packed.length, packed.length);
        Files.write(images, two);
        assertFails(this::read, images + ", byte " + packed.length + " of the gzip file: expected the end");
    }

    @Test
    void everyDamagedGzipByteThatMattersIsFound() throws IOException {
        byte[] packed = gzip(IMAGES);
        String expected = PixelHash.of(read());
        int found = 0;
        for (int i = 0; i < packed.length; i++) {
            byte[] damaged = packed.clone();
            damaged[i] ^= 0x41;
            Files.write(images, damaged);
            try {
                // Bytes 4 to 9 of the header (time, flags, system) carry no data; 1 and 3 decide how to read the rest.
                assertEquals(expected, PixelHash.of(read()));
                assertTrue(i >= 4 && i < 10, "byte " + i);
            } catch (IOException e) {
                assertTrue(e.getMessage().contains(images.toString()), e.getMessage());
                found++;
            }
        }
        assertEquals(packed.length - 6, found);
    }

    @Test
    void gzipChecksumsAreNamed() throws IOException {
        byte[] packed = gzip(IMAGES);
        packed[packed.length - 8] ^= 1;
        Files.write(images, packed);
        assertFails(this::read, "byte " + (packed.length - 8) + " of the gzip file", "CRC-32");
        packed[packed.length - 8] ^= 1;
        packed[packed.length - 4] ^= 1;
        Files.write(images, packed);
        assertFails(
                this::read, "byte " + (packed.length - 4) + " of the gzip file", "expected the length 28, found 29");
    }

    @Test
    void randomDamageNeverGivesAnythingButAnIoException() throws IOException {
        Random random = new Random(5);
        byte[] packed = gzip(IMAGES);
        for (int t = 0; t < 2000; t++) {
            byte[] damaged = (t % 2 == 0 ? packed : IMAGES).clone();
            for (int k = 0; k < 3; k++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Files.write(images, damaged);
            try {
                read();
            } catch (IOException e) {
                assertTrue(e.getMessage().contains(images.toString())
                        || e.getMessage().contains(labels.toString()));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2147483647, 28, 28", // 2^31-1 images in a small file
        "-2147483648, 28, 28", // 2^31 images, unsigned
        "-1, -1, -1", // 2^96 pixels
        "65536, 65536, 1", // 2^32: zero in 32 bits
        "2, 65536, 65536",
        "1, 1048576, 2047",
        "0, 28, 28",
        "2, 0, 3",
        "2, 2, 0"
    })
    void hostileHeadersAreRefusedWithoutAllocating(int count, int height, int width) throws IOException {
        byte[] hostile = Arrays.copyOf(idx(0x803, new int[] {count, height, width}), 1000);
        Files.write(images, hostile);
        assertFails(this::read, images + ", byte ", "expected", "found");
        Files.write(images, gzip(hostile));
        assertFails(this::read, images + ", byte ", "expected", "found");
    }

    @Test
    void foreignFilesAndLabelsAreRefused() throws IOException {
        Files.write(images, LABELS);
        assertFails(this::read, images + ", byte 0: expected the magic number 00000803 of IDX images, found 00000801");
        Files.write(images, IMAGES);
        Files.write(labels, idx(0x801, new int[] {3}, 2, 0, 1));
        assertFails(this::read, labels + ", byte 4: expected 2 labels, one for each image, found 3");
        Files.write(labels, idx(0x801, new int[] {2}, 0, 3));
        assertFails(this::read, labels + ", byte 9: expected a label from 0 to 2, found 3");
        Files.write(labels, idx(0x801, new int[] {2}, 0, 200));
        assertFails(this::read, labels + ", byte 9: expected a label from 0 to 2, found 200");
        Files.write(labels, new byte[0]);
        assertFails(this::read, labels + ": the file is empty");
    }

    @Test
    void mnistHasItsCountsAndShape() throws IOException {
        for (String part : new String[] {"train", "t10k"}) {
            Files.write(dir.resolve(part + "-images-idx3-ubyte"), IMAGES);
            Files.write(dir.resolve(part + "-labels-idx1-ubyte"), LABELS);
        }
        assertFails(() -> Idx.readMnist(dir, CLASSES, "steps"), "expected 60000 images of 28x28, found 2 of 3x2");
    }
}
