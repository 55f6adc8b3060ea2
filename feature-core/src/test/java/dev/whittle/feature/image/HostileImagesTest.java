package dev.whittle.feature.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Messages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Images that are made to take much time, memory or stack: parts that share data, lie in each other, or are huge. */
@Tag("bits")
class HostileImagesTest {
    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int BITS = 258;
    private static final int COMPRESSION = 259;
    private static final int PHOTOMETRIC = 262;
    private static final int STRIP_OFFSETS = 273;
    private static final int SAMPLES = 277;
    private static final int ROWS_PER_STRIP = 278;
    private static final int STRIP_LENGTHS = 279;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_HEIGHT = 323;
    private static final int TILE_OFFSETS = 324;
    private static final int SUB_DIRECTORIES = 330;
    private static final int PACK_BITS = 32773;

    private static Planar<GrayU8> read(byte[] file) {
        // Most of these took minutes or hours, or ended the thread.
        return assertTimeoutPreemptively(Duration.ofSeconds(20), () -> ImageFile.read(file, "x"));
    }

    private static void refused(byte[] file, String... says) {
        Messages.says(IOException.class, () -> read(file), says);
    }

    /** A gray TIFF whose tags have 32-bit values; from byte 8 on is the data, and behind it what tags point to. */
    private static byte[] tiff(byte[] data, Map<Integer, int[]> tags) {
        TreeMap<Integer, int[]> all = new TreeMap<>(
                Map.of(WIDTH, new int[] {1}, HEIGHT, new int[] {1}, BITS, new int[] {8}, PHOTOMETRIC, new int[] {1}));
        all.putAll(tags);
        ByteArrayOutputStream values = new ByteArrayOutputStream();
        ByteBuffer directory = little(2 + 12 * all.size() + 4).putShort((short) all.size());
        all.forEach((tag, value) -> {
            directory.putShort(tag.shortValue()).putShort((short) 4).putInt(value.length);
            directory.putInt(value.length == 1 ? value[0] : 8 + data.length + values.size());
            if (value.length > 1) {
                ByteBuffer bytes = little(4 * value.length);
                bytes.asIntBuffer().put(value);
                values.writeBytes(bytes.array());
            }
        });
        ByteBuffer file = little(8 + data.length + values.size() + directory.capacity());
        return file.put("II*\0".getBytes(ISO_8859_1))
                .putInt(8 + data.length + values.size())
                .put(data)
                .put(values.toByteArray())
                .put(directory.array())
                .array();
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int[] repeated(int count, int value) {
        int[] values = new int[count];
        Arrays.fill(values, value);
        return values;
    }

    /** 100,000 strips of one pixel, and all have the same million empty runs before it. */
    @Test
    void stripsThatShareEmptyRuns() {
        byte[] data = new byte[1 << 20];
        Arrays.fill(data, (byte) -128);
        data[data.length - 2] = 0;
        int n = 100_000;
        Map<Integer, int[]> tags = Map.of(
                HEIGHT, new int[] {n},
                COMPRESSION, new int[] {PACK_BITS},
                ROWS_PER_STRIP, new int[] {1},
                STRIP_OFFSETS, repeated(n, 8),
                STRIP_LENGTHS, repeated(n, data.length));
        refused(tiff(data, tags), "a strip or tile ends after 0 of 1 bytes");
        // A few empty runs are read.
        byte[] few = {-128, -128, 0, 7};
        Map<Integer, int[]> one =
                Map.of(COMPRESSION, new int[] {PACK_BITS}, STRIP_OFFSETS, new int[] {8}, STRIP_LENGTHS, new int[] {4});
        assertArrayEquals(new byte[] {7}, read(tiff(few, one)).getBand(0).data);
    }

    /** 100,000 times the same directory of 65,535 entries. */
    @Test
    void directoriesWithinADirectory() {
        byte[] data = new byte[2 + 12 * 0xFFFF];
        data[0] = -1;
        data[1] = -1;
        for (int i = 0; i < 0xFFFF; i++) {
            if (i == PHOTOMETRIC) {
                continue;
            }
            data[2 + 12 * i] = (byte) i;
            data[3 + 12 * i] = (byte) (i >> 8);
        }
        Map<Integer, int[]> tags = Map.of(SUB_DIRECTORIES, repeated(100_000, 8));
        refused(tiff(data, tags), "no tag 273");
    }

    /** The product of the sizes overflows, or is far more than the image. */
    @Test
    void tilesMuchLargerThanTheImage() {
        for (int[] size : new int[][] {{1 << 31, 1 << 31}, {1 << 31, 1}, {-1, -1}, {1 << 15, 1 << 15}}) {
            Map<Integer, int[]> tags = Map.of(
                    BITS, new int[] {16},
                    SAMPLES, new int[] {1},
                    TILE_WIDTH, new int[] {size[0]},
                    TILE_HEIGHT, new int[] {size[1]},
                    TILE_OFFSETS, new int[] {8});
            refused(tiff(new byte[64], tags), "parts of", "1x1");
        }
        Map<Integer, int[]> tags =
                Map.of(TILE_WIDTH, new int[] {16}, TILE_HEIGHT, new int[] {16}, TILE_OFFSETS, new int[] {8});
        byte[] tile = new byte[256];
        tile[0] = 9;
        assertArrayEquals(new byte[] {9}, read(tiff(tile, tags)).getBand(0).data);
    }

    /** A million tiles of a million pixels each, of which one column is used. */
    @Test
    void tilesOfWhichLittleIsUsed() {
        int n = 1 << 20;
        Map<Integer, int[]> tags = Map.of(
                HEIGHT, new int[] {n},
                TILE_WIDTH, new int[] {n},
                TILE_HEIGHT, new int[] {1},
                TILE_OFFSETS, repeated(n, 8));
        refused(tiff(new byte[n], tags), "parts of 1048576x1 pixels");
    }

    /** 100,000 frames of an animation, each within the one before. */
    @Test
    void framesWithinFrames() {
        int depth = 100_000;
        int length = 24 * depth;
        ByteBuffer file = little(30 + length).put("RIFF".getBytes(ISO_8859_1)).putInt(22 + length);
        file.put("WEBPVP8X".getBytes(ISO_8859_1)).putInt(10).put((byte) 2).put(new byte[9]);
        for (int i = 0; i < depth; i++) {
            file.put("ANMF".getBytes(ISO_8859_1)).putInt(length - 24 * i - 8).put(new byte[16]);
        }
        refused(file.array(), "without pixels");
    }
}
