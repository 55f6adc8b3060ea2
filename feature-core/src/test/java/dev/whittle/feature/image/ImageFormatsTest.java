package dev.whittle.feature.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Damage that decoders repair without a word, formats that are not read, notes about images, and lack of memory. */
@Tag("bits")
class ImageFormatsTest {
    private static byte[] file(String resource) throws IOException {
        try (InputStream in = ImageFormatsTest.class.getResourceAsStream("/images/" + resource)) {
            return in.readAllBytes();
        }
    }

    private static Planar<GrayU8> read(byte[] contents) throws IOException {
        return ImageFile.read(contents, "some/file.x");
    }

    private static void refused(byte[] contents, String... reasons) {
        IOException e = assertThrows(IOException.class, () -> read(contents));
        assertTrue(e.getMessage().startsWith("some/file.x: "), e.getMessage());
        for (String reason : reasons) {
            assertTrue(e.getMessage().contains(reason), e.getMessage());
        }
    }

    private static Set<ImageNote> notes(byte[] contents) throws IOException {
        Set<ImageNote> notes = EnumSet.noneOf(ImageNote.class);
        ImageFile.read(contents, "x", note -> assertTrue(notes.add(note), note + " twice"));
        return notes;
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] be32(int v) {
        return new byte[] {(byte) (v >> 24), (byte) (v >> 16), (byte) (v >> 8), (byte) v};
    }

    private static byte[] chunk(String type, byte... data) {
        byte[] body = ImageFileTest.concat(latin1(type), data);
        CRC32 crc = new CRC32();
        crc.update(body);
        return ImageFileTest.concat(be32(data.length), body, be32((int) crc.getValue()));
    }

    private static byte[] deflated(byte[] rows) {
        Deflater deflater = new Deflater(9);
        deflater.setInput(rows);
        deflater.finish();
        byte[] out = new byte[rows.length / 500 + 1000];
        int n = deflater.deflate(out);
        deflater.end();
        return Arrays.copyOf(out, n);
    }

    private static byte[] ihdr(int width, int height, int depth, int type) {
        return chunk(
                "IHDR",
                ImageFileTest.concat(be32(width), be32(height), new byte[] {(byte) depth, (byte) type, 0, 0, 0}));
    }

    private static byte[] png(byte[]... chunks) {
        return ImageFileTest.concat(latin1(PngHeader.SIGNATURE), ImageFileTest.concat(chunks), chunk("IEND"));
    }

    @ParameterizedTest
    @CsvSource({
        "gif-one-bit.gif, used before it is defined",
        "b-rle-no-end.bmp, truncated",
        "b-zero-mask.bmp, the mask of red is 0x0"
    })
    void damagedFilesAreRefused(String file, String reason) throws IOException {
        refused(file(file), reason);
    }

    @Test
    void whatLiesBeyondTheScreenOfAGifIsCutOff() throws IOException {
        byte[] over = file("gif_over.gif");
        Planar<GrayU8> cut = read(over);
        assertEquals("8x6", cut.width + "x" + cut.height);
        // With the screen as large as the frame, the same pixels are there, and more.
        byte[] whole = over.clone();
        int frame = 13 + 3 * 256;
        while (whole[frame] != 0x2C) {
            frame++;
        }
        int left = whole[frame + 1];
        int top = whole[frame + 3];
        whole[6] = (byte) (left + whole[frame + 5]);
        whole[8] = (byte) (top + whole[frame + 7]);
        Planar<GrayU8> larger = read(whole);
        assertTrue(larger.width > 8 || larger.height > 6);
        Images.assertSame(larger.subimage(0, 0, 8, 6), cut, "cut");
        whole[frame + 1] = (byte) 200;
        refused(whole, "outside of the screen");
    }

    /** The pixels by hand: three bytes BGR, rows from the bottom, filled to multiples of four bytes. */
    @Test
    void bitmapsWithAHeaderOf64BytesAreRead() throws IOException {
        byte[] bmp = file("bmp24_h64os2.bmp");
        Planar<GrayU8> image = read(bmp);
        assertEquals("11x7x3", image.width + "x" + image.height + "x" + image.getNumBands());
        for (int y = 0; y < 7; y++) {
            for (int x = 0; x < 11; x++) {
                for (int b = 0; b < 3; b++) {
                    assertEquals(bmp[78 + (6 - y) * 36 + 3 * x + 2 - b], (byte)
                            image.getBand(b).get(x, y));
                }
            }
        }
    }

    @Test
    void chunksThatDecodersReadDifferentlyAreRefused() {
        byte[] row = chunk("IDAT", deflated(new byte[] {0, 1, 2}));
        byte[] header = ihdr(2, 1, 8, 0);
        refused(png(header, header, row), "a second IHDR chunk");
        refused(png(header, chunk("Abcd"), row), "the chunk 'Abcd' is needed");
        refused(png(chunk("CgBI"), header, row), "expected an IHDR chunk");
        refused(png(header, row, chunk("tEXt"), row), "another chunk stands between");
        refused(png(header, row, chunk("tRNS", (byte) 0, (byte) 0)), "before the pixels");
        refused(png(ihdr(2, 1, 8, 3), row), "no PLTE chunk");
        refused(png(ihdr(2, 1, 3, 0), row), "no colour type 0 with 3 bits");
        byte[] damaged = png(header, row);
        damaged[damaged.length - 1] ^= 1;
        refused(damaged, "the checksum of chunk 'IEND'");
    }

    @Test
    void pixelsOfAPngAreNeitherTooFewNorTooMany() throws IOException {
        byte[] header = ihdr(2, 1, 8, 0);
        assertArrayEquals(
                new byte[] {1, 2},
                read(png(header, chunk("IDAT", deflated(new byte[] {0, 1, 2})))).getBand(0).data);
        refused(png(header, chunk("IDAT", deflated(new byte[] {0, 1}))), "the rows end within row 0");
        refused(png(header, chunk("IDAT", deflated(new byte[] {0, 1, 2, 3}))), "more than the rows of 2x1");
        refused(png(header, chunk("IDAT", deflated(new byte[] {5, 1, 2}))), "filter 5");
        byte[] data = deflated(new byte[] {0, 1, 2});
        refused(png(header, chunk("IDAT", Arrays.copyOf(data, data.length - 1))), "the compressed data has no end");
        data[data.length - 1] ^= 1;
        refused(png(header, chunk("IDAT", data)), "damaged png data");
    }

    @Test
    void indicesBeyondThePaletteAreRefused() throws IOException {
        byte[] palette = chunk("PLTE", (byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 5, (byte) 6);
        byte[] header = ihdr(2, 1, 8, 3);
        assertEquals(
                4,
                read(png(header, palette, chunk("IDAT", deflated(new byte[] {0, 0, 1}))))
                        .getBand(0)
                        .get(1, 0));
        refused(png(header, palette, chunk("IDAT", deflated(new byte[] {0, 0, 2}))), "(1, 0) has palette index 2");
    }

    @Test
    void runsThatLeavePixelsOutAreRefused() throws IOException {
        byte[] bmp = file("rle8.bmp");
        int pixels = (bmp[10] & 0xFF) | bmp[11] << 8;
        byte[] delta = bmp.clone();
        delta[pixels] = 0;
        delta[pixels + 1] = 2;
        refused(delta, "leaves pixels out");
        delta[pixels + 1] = 0;
        refused(delta, "the row ends after 0 of 17 pixels");
        delta[pixels + 1] = 1;
        refused(delta, "the bitmap ends after 0 of 17 pixels");
        delta[pixels] = 100;
        refused(delta, "leaves the image");
    }

    /** The rule of {@link ImageFile} in fractions, for all colours and opacities. */
    @Test
    void transparencyIsRoundedToNearest() {
        for (int c = 0; c < 256; c++) {
            for (int a = 0; a < 256; a++) {
                assertEquals(Math.round((c * a + 255 * (255 - a)) / 255.0), Samples.overWhite(c, a), c + " with " + a);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "rgba.png, ALPHA_OVER_WHITE",
        "palette-transparent.png, ALPHA_OVER_WHITE",
        "orientation6.png, TURNED",
        "rgb.png, ",
        "rgb16.png, ",
        "animated.webp, ALPHA_OVER_WHITE FIRST_OF_SEVERAL",
        "cmyk-8-lzw-strips-contig.tif, CMYK_CONVERTED",
        "gray.gif, "
    })
    void notesSayWhatWasDone(String file, String expected) throws IOException {
        Set<ImageNote> notes = EnumSet.noneOf(ImageNote.class);
        if (expected != null) {
            Arrays.stream(expected.split(" ")).map(ImageNote::valueOf).forEach(notes::add);
        }
        assertEquals(notes, notes(file(file)));
    }

    @Test
    void profilesAndFewBitsAreNoted() throws IOException {
        byte[] row = chunk("IDAT", deflated(new byte[] {0, 15, -1}));
        assertEquals(Set.of(ImageNote.FEW_BITS), notes(png(ihdr(1, 1, 16, 0), row)));
        assertTrue(ImageNote.FEW_BITS.text().contains("multiply 16"), "what to do");
        assertEquals(Set.of(), notes(png(ihdr(1, 1, 16, 0), chunk("IDAT", deflated(new byte[] {0, 16, 0})))));
        assertEquals(Set.of(ImageNote.PROFILE_IGNORED), notes(png(ihdr(2, 1, 8, 0), chunk("iCCP", new byte[9]), row)));
        assertEquals(
                Set.of(ImageNote.FEW_BITS), notes(ImageFileTest.concat(latin1("P5 1 1 65535\n"), new byte[] {15, -1})));
        assertEquals(Set.of(ImageNote.FIRST_OF_SEVERAL), notes(png(ihdr(2, 1, 8, 0), chunk("acTL", new byte[8]), row)));
    }

    @ParameterizedTest
    @CsvSource({
        "'....ftypheic....mif1', HEIC, heif-convert",
        "'....ftypmif1....avif', AVIF, avifdec",
        "'....ftypcrx ....crx ', camera RAW, darktable",
        "'....ftypisom....mp42', film, not an image",
        "'<?xml version=\"1.0\"?><svg width=\"1\">', SVG, rsvg-convert",
        "'%PDF-1.7', PDF, pdftoppm",
        "'IIRO....', camera RAW, darktable",
        "'FUJIFILMCCD-RAW ', camera RAW, darktable",
        "'8BPS....', Photoshop, magick",
        "'<html><body>', web page, download failed"
    })
    void otherFormatsAreNamedWithWhatToDo(String contents, String name, String advice) {
        byte[] bytes = latin1(contents);
        if (contents.startsWith("....")) {
            System.arraycopy(be32(contents.length()), 0, bytes, 0, 4);
        }
        refused(bytes, name, advice, "file.x: this is ");
    }

    @Test
    void newerJpegsAreNamed() {
        refused(latin1("\u00ff\n12345678"), "JPEG XL", "djxl");
        refused(latin1("\0\0\0\fJXL \r\n"), "JPEG XL");
        refused(latin1("\0\0\0\fjP  \r\n"), "JPEG 2000", "opj_decompress");
    }

    /** A TIFF by hand: one strip of 2x1 gray pixels, and more tags. */
    private static byte[] tiff(int... tags) {
        int[] usual = {256, 2, 257, 1, 258, 8, 262, 1, 273, 8, 279, 2};
        int n = (usual.length + tags.length) / 2;
        byte[] bytes =
                ImageFileTest.concat(latin1("II*\0\n\0\0\0"), new byte[] {7, 9, (byte) n, 0}, new byte[12 * n + 4]);
        for (int i = 0; i < n; i++) {
            int at = 12 + 12 * i;
            boolean extra = 2 * i >= usual.length;
            int tag = extra ? tags[2 * i - usual.length] : usual[2 * i];
            int value = extra ? tags[2 * i + 1 - usual.length] : usual[2 * i + 1];
            bytes[at] = (byte) tag;
            bytes[at + 1] = (byte) (tag >> 8);
            bytes[at + 2] = 4;
            bytes[at + 4] = 1;
            for (int b = 0; b < 4; b++) {
                bytes[at + 8 + b] = (byte) (value >> 8 * b);
            }
        }
        return bytes;
    }

    @Test
    void cameraRawIsNotReadAsItsThumbnail() throws IOException {
        assertArrayEquals(new byte[] {7, 9}, read(tiff()).getBand(0).data);
        refused(tiff(254, 1), "camera RAW", "darktable", "file.x: this is ");
        refused(tiff(50706, 1), "camera RAW");
        byte[] sensor = tiff();
        sensor[12 + 3 * 12 + 8] = (byte) 32803;
        sensor[12 + 3 * 12 + 9] = (byte) (32803 >> 8);
        refused(sensor, "camera RAW");
    }

    @Test
    void kindsOfTiffThatAreNotReadAreNamed() {
        refused(tiff(259, 7), "compression 7 (JPEG)", "tiffcp");
        refused(tiff(339, 3), "floating-point", "ImageJ");
        byte[] deep = tiff();
        deep[12 + 2 * 12 + 8] = 32;
        refused(deep, "samples of [32] bits", "8 or 16", "ImageJ");
        deep[12 + 2 * 12 + 8] = 12;
        refused(deep, "samples of [12] bits", "8 or 16", "ImageJ");
        refused(tiff(266, 2), "fill order 1");
        refused(tiff(277, 0), "0 samples a pixel");
        refused(tiff(278, 0), "a strip or tile is 2x0");
        byte[] large = tiff();
        large[12 + 5 * 12 + 8] = 1;
        refused(large, "a strip or tile ends after 1 of 2 bytes");
    }

    @Test
    void partitionsOfLossyWebpEndWhereTheySay() throws IOException {
        byte[] webp = file("lossy.webp");
        byte[] cut = Arrays.copyOf(webp, webp.length - 12);
        cut[4] -= 12;
        cut[16] -= 12;
        refused(cut, "damaged webp data: a partition ends early");
    }

    /** The file of 6,000 x 6,000 pixels in JVMs of 400 and of 100 MB: read, and an error about memory. */
    @Test
    @Tag("long")
    void lackOfMemoryIsNotDamage(@TempDir Path folder) throws Exception {
        int side = 6000;
        byte[] rows = new byte[(3 * side + 1) * side];
        Path file =
                Files.write(folder.resolve("large.png"), png(ihdr(side, side, 8, 2), chunk("IDAT", deflated(rows))));
        assertEquals("6000x6000", output(file, "400m"));
        String error = output(file, "100m");
        assertTrue(error.startsWith("OutOfMemoryError: " + file), error);
        assertTrue(error.contains("6000x6000 pixels") && error.contains("-Xmx"), error);
    }

    private static String output(Path file, String heap) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heap,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Reader.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return text;
    }

    /** Reads the file given, and prints its size or the error. */
    static final class Reader {
        private Reader() {}

        public static void main(String[] args) {
            try {
                Planar<GrayU8> image = ImageFile.read(Path.of(args[0]));
                System.out.println(image.width + "x" + image.height);
            } catch (IOException | OutOfMemoryError e) {
                System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
            }
        }
    }
}
