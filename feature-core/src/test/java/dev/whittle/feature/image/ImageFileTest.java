package dev.whittle.feature.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Rng;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.AssertionFailedError;

/**
 * The files and what other programs decode them to are made by {@code images.py} and {@code formats.py} in {@code
 * src/test/reference}.
 */
@Tag("bits")
class ImageFileTest {
    /** A line of expected.tsv. */
    record Reference(String file, String decoder, int tolerance, Planar<GrayU8> pixels) {
        @Override
        public String toString() {
            return file + " by " + decoder;
        }
    }

    static List<Reference> references() throws IOException {
        return Stream.of("expected.tsv", "formats.tsv")
                .flatMap(ImageFileTest::lines)
                .map(line -> {
                    String[] field = line.split("\t");
                    Planar<GrayU8> image = new Planar<>(
                            GrayU8.class,
                            Integer.parseInt(field[3]),
                            Integer.parseInt(field[4]),
                            Integer.parseInt(field[5]));
                    byte[] samples = HexFormat.of().parseHex(field[6]);
                    int size = image.width * image.height;
                    for (int b = 0; b < image.getNumBands(); b++) {
                        System.arraycopy(samples, b * size, image.getBand(b).data, 0, size);
                    }
                    return new Reference(field[0], field[1], Integer.parseInt(field[2]), image);
                })
                .toList();
    }

    private static Stream<String> lines(String resource) {
        try {
            return new String(bytes(resource), StandardCharsets.US_ASCII).lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String resource) throws IOException {
        try (var in = ImageFileTest.class.getResourceAsStream("/images/" + resource)) {
            return in.readAllBytes();
        }
    }

    @ParameterizedTest
    @MethodSource("references")
    void decodesToTheSamePixelsAsAnotherProgram(Reference reference) throws IOException {
        Images.assertWithin(
                reference.tolerance(),
                reference.pixels(),
                ImageFile.read(bytes(reference.file()), reference.file()),
                reference.toString());
    }

    @Test
    void comparisonSeesOnePixel() throws IOException {
        Planar<GrayU8> image = ImageFile.read(bytes("rgb.png"), "rgb.png");
        Planar<GrayU8> other = image.clone();
        other.getBand(2).set(16, 10, image.getBand(2).get(16, 10) ^ 1);
        assertThrows(AssertionFailedError.class, () -> Images.assertSame(image, other, "planted"));
    }

    @Test
    void sixteenBitsAreRoundedToNearest() throws IOException {
        // 128 = 0.498 of a step of 257 and 129 = 0.502 of it; 65406 = 254.498 steps.
        byte[] pgm =
                concat(ascii("P5 4 1 65535\n"), new byte[] {0, (byte) 128, 0, (byte) 129, (byte) 0xFF, 0x7E, -1, -1});
        assertArrayEquals(
                new byte[] {0, 1, (byte) 254, (byte) 255},
                ImageFile.read(pgm, "x").getBand(0).data);
    }

    @Test
    void contentsDecideTheFormatNotTheName(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("really a.jpg"), bytes("rgb.png"));
        Images.assertSame(ImageFile.read(bytes("rgb.png"), "x"), ImageFile.read(file), "PNG named .jpg");
    }

    @Test
    void garbageAfterTheImageIsIgnored() throws IOException {
        for (Reference reference : references()) {
            byte[] file = bytes(reference.file());
            byte[] longer = concat(file, ascii(" and more\n"));
            Images.assertSame(ImageFile.read(file, "whole"), ImageFile.read(longer, "longer"), reference.file());
        }
    }

    @Test
    void unusableFilesAreNamedWithTheReason(@TempDir Path folder) throws IOException {
        Path text = Files.writeString(folder.resolve("text.jpg"), "Hello, world");
        refused(text, "at byte 0: found 'Hello, w', expected the start of a PNG");
        Path empty = Files.createFile(folder.resolve("empty.png"));
        refused(empty, "is empty, expected an image");
        refused(folder, "is a folder, expected an image file");
        Path missing = folder.resolve("missing.png");
        assertThrows(NoSuchFileException.class, () -> ImageFile.read(missing));
        refused(missing, "no such file");
        refused("P7\nWIDTH 8\n?", "at byte 1: P7 is not supported");
        refused("P5 1 1 0\n?", "maxval is 0, expected 1 to 65535");
        refused("P5 1 1 65536\n??", "maxval is 65536");
        refused("P5 1 x 255\n?", "at byte 5: found 'x', expected the height");
        refused("P2 2 1 9\n3 10\n", "at byte 10: a sample is 10, expected at most maxval, 9");
        refused("P2 2 1 9\n3 1", "truncated");
        refused("P2 1000000000000 1 9\n3 1\n", "the width has more than 9 digits");
        refused("P5 0 1 255\n?", "0x1, expected at least 1x1");
    }

    private static void refused(Path file, String reason) {
        IOException e = assertThrows(IOException.class, () -> ImageFile.read(file));
        assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
        assertTrue(e.getMessage().contains(reason), e.getMessage());
    }

    private static void refused(String contents, String reason) {
        refused(ascii(contents), reason);
    }

    private static void refused(byte[] contents, String reason) {
        IOException e = assertThrows(IOException.class, () -> ImageFile.read(contents, "some/file.x"));
        assertTrue(e.getMessage().startsWith("some/file.x: "), e.getMessage());
        assertTrue(e.getMessage().contains(reason), e.getMessage());
    }

    @Test
    void hugeSizesInSmallFilesAreRefusedBeforeAllocation() throws IOException {
        for (int side : new int[] {26_000, 0x7FFF}) {
            // 26,000² pixels are 2 GB; 0x7FFF also fits the 16 bits of JPEG and GIF.
            byte[] png = bytes("rgb.png");
            be32(png, 16, side);
            be32(png, 20, side);
            fixChecksum(png, 12, 13);
            byte[] bmp = bytes("rgb.bmp");
            le16(bmp, 18, side);
            le16(bmp, 22, side);
            byte[] gif = bytes("rgb.gif");
            le16(gif, 6, side);
            le16(gif, 8, side);
            byte[] jpeg = bytes("444.jpg");
            int frame = indexOf(jpeg, 0xFF, 0xC0);
            jpeg[frame + 5] = jpeg[frame + 7] = (byte) (side >> 8);
            jpeg[frame + 6] = jpeg[frame + 8] = (byte) side;
            byte[] pgm = ascii("P5 " + side + " " + side + " 255\n" + "x".repeat(1000));
            for (byte[] file : List.of(png, bmp, gif, jpeg, pgm)) {
                refused(file, side + "x" + side + ", expected at most 134217728 pixels; --max-pixels allows more");
            }
        }
        byte[] png = bytes("rgb.png");
        be32(png, 16, 11_000);
        be32(png, 20, 11_000);
        fixChecksum(png, 12, 13);
        refused(png, "11000x11000, which a file of " + png.length + " bytes cannot hold");
        be32(png, 16, 0x80000001);
        fixChecksum(png, 12, 13);
        refused(png, "the image is 2147483649x11000");
    }

    @Test
    void theMostCompressibleImageIsNotTakenForALie() throws IOException {
        // A white bitmap of one bit a pixel: about 1000:1 by deflate.
        int side = 8192;
        byte[] white = ImageFile.toPng(Images.constant(side, side, 255));
        assertEquals(side, ImageFile.read(white, "white").width);
        byte[] rows = new byte[(side / 8 + 1) * side];
        Deflater deflater = new Deflater(9);
        deflater.setInput(rows);
        deflater.finish();
        byte[] deflated = new byte[rows.length];
        int length = deflater.deflate(deflated);
        deflater.end();
        byte[] header = new byte[13];
        be32(header, 0, side);
        be32(header, 4, side);
        header[8] = 1;
        byte[] png = concat(
                PngHeader.SIGNATURE.getBytes(StandardCharsets.ISO_8859_1),
                chunk("IHDR", header),
                chunk("IDAT", Arrays.copyOf(deflated, length)),
                chunk("IEND", new byte[0]));
        assertTrue(
                (long) side * side / png.length > 7000, "only " + (long) side * side / png.length + " pixels a byte");
        Images.assertSame(Images.constant(side, side, 0), ImageFile.read(png, "black"), "black");
    }

    @Test
    void wholeStructureButMissingPixelsIsDamage() throws IOException {
        // Deflated data for 5 of 11 rows, in whole chunks.
        Deflater deflater = new Deflater();
        deflater.setInput(new byte[(3 * 17 + 1) * 5]);
        deflater.finish();
        byte[] data = new byte[1000];
        int length = deflater.deflate(data);
        deflater.end();
        byte[] whole = bytes("rgb.png");
        byte[] png = concat(
                Arrays.copyOf(whole, 33), chunk("IDAT", Arrays.copyOf(data, length)), chunk("IEND", new byte[0]));
        refused(png, "damaged png data");

        // A GIF with all but the first 20 bytes of its data taken out, and its end in place.
        byte[] gif = bytes("rgb.gif");
        int descriptor = indexOf(gif, ',', 0, 0, 0, 0, 17);
        int block = descriptor + 11;
        byte[] shorter = concat(
                Arrays.copyOf(gif, block), new byte[] {20}, Arrays.copyOfRange(gif, block + 1, block + 21), new byte[] {
                    0, ';'
                });
        refused(shorter, "damaged gif data");

        // A JPEG with the middle of its scan taken out.
        byte[] jpeg = bytes("444.jpg");
        int end = jpeg.length - 2;
        refused(concat(Arrays.copyOf(jpeg, end - 60), new byte[] {(byte) 0xFF, (byte) 0xD9}), "damaged jpeg data");
    }

    @Test
    void pngChecksumsAreChecked() throws IOException {
        byte[] png = bytes("rgb.png");
        png[png.length - 30] ^= 1;
        refused(png, "the checksum of chunk 'IDAT'");
    }

    static Stream<String> files() throws IOException {
        return references().stream().map(Reference::file);
    }

    /** A file cut anywhere is refused, or, where only what follows the image is missing, gives all of it. */
    @ParameterizedTest
    @MethodSource("references")
    void everyTruncationIsAnErrorOrTheWholeImage(Reference reference) throws IOException {
        byte[] whole = bytes(reference.file());
        Planar<GrayU8> image = ImageFile.read(whole, "whole");
        assertTimeoutPreemptively(Duration.ofSeconds(120), () -> {
            for (int length = 0; length < whole.length; length++) {
                String name = reference.file() + "[0.." + length + "]";
                try {
                    Images.assertSame(reference.pixels(), ImageFile.read(Arrays.copyOf(whole, length), name), name);
                } catch (IOException e) {
                    assertTrue(e.getMessage().startsWith(name + ": "), e.getMessage());
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource("files")
    void flippedBytesGivePixelsOrAnIOException(String file) throws IOException {
        byte[] whole = bytes(file);
        assertTimeoutPreemptively(Duration.ofSeconds(120), () -> {
            for (int i = 0; i < 100; i++) {
                Rng rng = new Rng(1, file, i);
                byte[] damaged = whole.clone();
                for (int flips = 1 + rng.nextInt(3); flips > 0; flips--) {
                    damaged[rng.nextInt(whole.length)] = (byte) rng.nextInt(256);
                }
                if (file.endsWith(".png")) {
                    fixChecksums(damaged); // or nothing would reach the decoder
                }
                String name = file + "#" + i;
                try {
                    Planar<GrayU8> image = ImageFile.read(damaged, name);
                    assertTrue(image.getNumBands() == 1 || image.getNumBands() == 3);
                } catch (IOException e) {
                    assertTrue(e.getMessage().startsWith(name + ": "), e.getMessage());
                } catch (RuntimeException | Error e) {
                    fail(name, e);
                }
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void writtenPngReadsBackTheSame(int bands, @TempDir Path folder) throws IOException {
        Planar<GrayU8> image = Images.random(23, 9, bands, bands);
        Path file = folder.resolve("out.png");
        ImageFile.write(file, image);
        Images.assertSame(image, ImageFile.read(file), "written");
        ImageFile.write(file, Images.inside(image));
        Images.assertSame(image, ImageFile.read(file), "written over, from a sub-image");
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(file), left.toList());
        }
        assertArrayEquals(ImageFile.toPng(image), Files.readAllBytes(file));
    }

    @Test
    void writingRefusesWhatIsNoImage(@TempDir Path folder) {
        assertThrows(IllegalArgumentException.class, () -> ImageFile.toPng(new Planar<>(GrayU8.class, 4, 4, 2)));
        assertThrows(IllegalArgumentException.class, () -> ImageFile.toPng(new Planar<>(GrayU8.class, 0, 4, 1)));
        Path nowhere = folder.resolve("missing").resolve("out.png");
        IOException e = assertThrows(IOException.class, () -> ImageFile.write(nowhere, Images.constant(1, 1, 1)));
        assertEquals("Cannot write " + nowhere + ": there is no folder " + nowhere.getParent(), e.getMessage());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static int indexOf(byte[] data, int... pattern) {
        for (int i = 0; i + pattern.length <= data.length; i++) {
            int n = 0;
            while (n < pattern.length && (data[i + n] & 0xFF) == pattern[n]) {
                n++;
            }
            if (n == pattern.length) {
                return i;
            }
        }
        throw new AssertionError("not found: " + Arrays.toString(pattern));
    }

    private static void be32(byte[] data, int at, int value) {
        for (int i = 0; i < 4; i++) {
            data[at + i] = (byte) (value >> (24 - 8 * i));
        }
    }

    private static void le16(byte[] data, int at, int value) {
        data[at] = (byte) value;
        data[at + 1] = (byte) (value >> 8);
    }

    private static byte[] chunk(String type, byte[] data) {
        byte[] chunk = concat(new byte[4], ascii(type), data, new byte[4]);
        be32(chunk, 0, data.length);
        fixChecksum(chunk, 4, data.length);
        return chunk;
    }

    private static void fixChecksum(byte[] png, int typeAt, int length) {
        CRC32 crc = new CRC32();
        crc.update(png, typeAt, length + 4);
        be32(png, typeAt + 4 + length, (int) crc.getValue());
    }

    private static void fixChecksums(byte[] png) {
        int at = 8;
        while (at + 12 <= png.length) {
            int length = (png[at] & 0xFF) << 24
                    | (png[at + 1] & 0xFF) << 16
                    | (png[at + 2] & 0xFF) << 8
                    | png[at + 3] & 0xFF;
            if (length < 0 || length > png.length - at - 12) {
                return;
            }
            fixChecksum(png, at + 4, length);
            at += 12 + length;
        }
    }
}
