package dev.whittle.feature.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All kinds of JPEG files, and all kinds of damage. Intact files that other programs decode are in ImageFileTest. */
@Tag("bits")
class JpegFileTest {
    /** By libjpeg, OpenCV and Pillow. If entries over 255 become 255, the row begins 72 226 31. */
    @Test
    void quantisationTablesMayHave16Bits() throws IOException {
        Planar<GrayU8> image = ImageFile.read(resource("dqt16.jpg"), "dqt16.jpg");
        byte[] expected = {25, (byte) 255, 0, (byte) 227, 29, (byte) 255};
        assertArrayEquals(expected, Arrays.copyOfRange(image.getBand(0).data, 10 * image.width, 10 * image.width + 6));
    }

    @ParameterizedTest
    @CsvSource({
        "j-nodht.jpg, 'uses Huffman table 0, which is not defined'",
        "j-prog-9of10-scans.jpg, ends without a scan for the last bits of coefficient 1"
    })
    void whatJavaRuntimesReadDifferentlyIsDamage(String file, String reason) throws IOException {
        refused(resource(file), "damaged jpeg data", reason);
    }

    // A gray image by hand. The first coefficients have one code, 0, for a difference of 0. The others have 0 for the
    // end of a block, 10 for a 1 after no zeros, 110 for 16 zeros, and 1110 for 5 zeros and no value. Bit 1 is 1, 0 is
    // -1.

    private static final String START = "ffd8";
    private static final String QUANTISATION = "ffdb 0043 00" + "01".repeat(64);
    private static final String HUFFMAN =
            "ffc4 0014 00 01" + "00".repeat(15) + "00" + "ffc4 0017 10 01010101" + "00".repeat(12) + "00 01 f0 50";
    private static final String TABLES = QUANTISATION + HUFFMAN;
    private static final String SCAN = "ffda 0008 01 01 00 00 3f 00";
    private static final String END = "ffd9";

    private static String frame(int marker, int bits, int width, int height, String components) {
        return String.format(
                        "ff%02x %04x %02x %04x %04x",
                        marker, 8 + components.replace(" ", "").length() / 2 - 1, bits, height, width)
                + components;
    }

    private static String gray(int width, int height) {
        return frame(0xC0, 8, width, height, "01 011100");
    }

    private static byte[] hex(String... parts) {
        return HexFormat.of().parseHex(String.join("", parts).replace(" ", ""));
    }

    private static void refused(byte[] file, String... reasons) {
        IOException e = assertThrows(IOException.class, () -> ImageFile.read(file, "some/file.jpg"));
        assertTrue(e.getMessage().startsWith("some/file.jpg: "), e.getMessage());
        for (String reason : reasons) {
            assertTrue(e.getMessage().contains(reason), e.getMessage());
        }
    }

    @Test
    void imagesByHand() throws IOException {
        // Four blocks of 2 bits.
        byte[] flat = hex(START, TABLES, gray(16, 16), SCAN, "00", END);
        Images.assertSame(Images.constant(16, 16, 128), ImageFile.read(flat, "flat"), "flat");
        // 63 ones: bits 0, then 63 times 10 1. All coefficients but the first are 1.
        byte[] ones = hex(START, TABLES, gray(8, 8), SCAN, bits("0" + "101".repeat(63)), END);
        assertEquals(8, ImageFile.read(ones, "ones").width);
        // Zeros at the end may be told by three runs of 16 after 15 coefficients.
        byte[] zeros = hex(START, TABLES, gray(8, 8), SCAN, bits("0" + "101".repeat(15) + "110".repeat(3)), END);
        byte[] end = hex(START, TABLES, gray(8, 8), SCAN, bits("0" + "101".repeat(15) + "0"), END);
        Images.assertSame(ImageFile.read(end, "end"), ImageFile.read(zeros, "zeros"), "runs to the end of a block");
    }

    /** Bits as bytes in hex, filled up with ones. */
    private static String bits(String bits) {
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < bits.length(); i += 8) {
            String eight = (bits + "1111111").substring(i, i + 8);
            hex.append(String.format("%02x", Integer.parseInt(eight, 2)));
            hex.append(eight.equals("11111111") ? "00" : "");
        }
        return hex.toString();
    }

    @Test
    void damagedDataIsRefused() {
        String before = START + TABLES + gray(16, 16) + SCAN;
        refused(hex(before, END), "damaged jpeg data", "ends early");
        refused(hex(START, TABLES, gray(16, 24), SCAN, "00", END), "damaged jpeg data", "ends early");
        refused(hex(before, "0000", END), "damaged jpeg data", "bytes are left");
        refused(hex(before, "00ff00", END), "damaged jpeg data", "bytes are left");
        refused(hex(START, TABLES, gray(8, 16), SCAN, "0000", END), "damaged jpeg data", "bytes are left");
        refused(hex(before, bits("01111"), END), "damaged jpeg data", "no Huffman code");
        String one = START + TABLES + gray(8, 8) + SCAN;
        refused(hex(one, bits("0" + "101".repeat(64)), END), "damaged jpeg data", "bytes are left");
        refused(hex(one, bits("0" + "110".repeat(4)), END), "damaged jpeg data", "beyond the end of its block");
        refused(hex(one, bits("01110"), END), "damaged jpeg data", "unknown symbol");
        refused(hex(before, "00"), "truncated", "expected an end-of-image marker (FF D9)");
        refused(hex(before, "00ff"), "truncated", "expected an end-of-image marker (FF D9)");
        refused(hex(START, TABLES, gray(8, 8), END), "without a scan");
        refused(hex(before, "00", SCAN, "00", END), "comes twice");
    }

    @Test
    void restartMarkersMustBeInOrder() throws IOException {
        String before = START + TABLES + "ffdd 0004 0002" + gray(16, 24) + SCAN;
        String block = bits("0000");
        byte[] whole = hex(before, block, "ffd0", block, "ffffd1", block, END);
        Images.assertSame(Images.constant(16, 24, 128), ImageFile.read(whole, "whole"), "restarts");
        refused(hex(before, block, "ffd1", block, "ffd2", block, END), "found marker FF D1, expected restart FF D0");
        refused(hex(before, block, block, "ffd0", block, END), "bytes are left");
        refused(hex(before, block, "ffd0", block, END), "found marker FF D9, expected restart FF D1");
        refused(hex(before, "ffd0", block, "ffd1", block, END), "ends early");
    }

    @Test
    void headersThatAreWrongOrUnknownAreRefused() {
        String scan = SCAN + "00" + END;
        refused(hex(START, "010203", TABLES, gray(16, 16), scan), "found 01 02, expected a marker");
        refused(hex(START, TABLES, gray(16, 16), SCAN, "00", "ff00", END), "bytes are left");
        refused(hex(START, HUFFMAN, gray(16, 16), scan), "uses quantisation table 0, which is not defined");
        refused(hex(START, QUANTISATION, gray(16, 16), scan), "uses Huffman table 0, which is not defined");
        refused(hex(START, TABLES, gray(16, 16), gray(16, 16), scan), "a second frame header");
        refused(hex(START, "ffdb 0043 00" + "01".repeat(63) + "00", HUFFMAN, gray(16, 16), scan), "entry", "is 0");
        refused(
                hex(START, "ffc4 0015 00 02" + "00".repeat(15) + "0001", gray(16, 16), scan),
                "too many codes of 1 bits");
        refused(hex(START, TABLES, frame(0xC0, 12, 16, 16, "01 011100"), scan), "have 12 bits, expected 8");
        refused(hex(START, TABLES, frame(0xC3, 8, 16, 16, "01 011100"), scan), "(lossless) is not supported");
        refused(hex(START, TABLES, frame(0xC5, 8, 16, 16, "01 011100"), scan), "(hierarchical) is not supported");
        for (int arithmetic : new int[] {0xC9, 0xCA}) {
            refused(
                    hex(START, TABLES, frame(arithmetic, 8, 16, 16, "01 011100"), scan),
                    "(arithmetic coding) is not supported",
                    "jpegtran -optimize");
        }
        refused(hex(START, TABLES, frame(0xC0, 8, 16, 16, "01 015100"), scan), "factors are 5x1, expected 1 to 4");
        refused(
                hex(START, TABLES, frame(0xC0, 8, 16, 16, "03 013100 022100 031100"), scan),
                "factors are 2x1, expected divisors of the largest, 3x1");
        refused(hex(START, TABLES, frame(0xC0, 8, 16, 16, "03 011100 011100 031100"), scan), "identifier 1");
        refused(
                hex(START, TABLES, frame(0xC0, 8, 16, 16, "02 011100 021100"), scan),
                "2 components, expected 1, 3 or 4");
        refused(
                hex(START, TABLES, frame(0xC0, 8, 16, 16, "03 011100 021100 031100"), scan),
                "ends without a scan for coefficient 0 of component 2");
        refused(hex(START, TABLES, gray(16, 16), "ffdc 0004 0008", scan), "a second height, 8");
        refused(hex(START, TABLES, gray(16, 16), "fff0 0004 0008", scan), "marker FF F0 is not supported");
    }

    @Test
    void progressiveScansMustComeInOrder() {
        String before = START + TABLES + frame(0xC2, 8, 8, 8, "01 011100");
        String first = "ffda 0008 01 01 00 00 00 01" + bits("0");
        String bit = "ffda 0008 01 01 00 00 00 10" + bits("0");
        String others = "ffda 0008 01 01 00 01 3f 00" + bits("0");
        assertEquals(8, assertReads(hex(before, first, bit, others, END)).width);
        assertEquals(8, assertReads(hex(before, first, others, bit, END)).width);
        refused(hex(before, first, others, END), "the last bits of coefficient 0");
        refused(hex(before, first, bit, END), "without a scan for coefficient 1");
        refused(hex(before, others, first, bit, END), "not in order");
        refused(hex(before, bit, first, others, END), "not in order");
        refused(hex(before, first, bit, bit, others, END), "not in order");
        refused(hex(before, first, first, others, END), "comes twice");
        refused(
                hex(before, "ffda 0008 01 01 00 00 3f 00" + bits("0"), END),
                "a progressive scan of coefficients 0 to 63");
    }

    private static Planar<GrayU8> assertReads(byte[] file) {
        try {
            return ImageFile.read(file, "file");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** 8000x8000 pixels. Every scan takes time, however few bytes it has. */
    @Test
    void repeatedScansOfALargeImageAreRefusedAtOnce() {
        String before = START + TABLES + frame(0xC2, 8, 8000, 8000, "01 011100");
        String first = "ffda 0008 01 01 00 00 00 00" + "00".repeat(125_000);
        String others = "ffda 0008 01 01 00 01 01 00" + "00".repeat(125_000);
        byte[] file = hex(before, first, others, others.repeat(3), END);
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> refused(file, "comes twice"));
    }

    @Test
    void coefficientsThatNoImageHasAreDamage() {
        String quantisation = "ffdb 0083 10" + "ffff".repeat(64);
        refused(
                hex(START, quantisation, HUFFMAN, gray(8, 8), SCAN, bits("01010"), END),
                "damaged jpeg data",
                "a coefficient over 8191");
    }

    @Test
    void sizesThatTheFileCannotHoldAreRefusedBeforeAllocation() {
        refused(hex(START, TABLES, gray(11_000, 11_000), SCAN, "00", END), "11000x11000, which a file of");
    }

    /** Run in another JVM, with little memory. */
    public static final class Reader {
        private Reader() {}

        public static void main(String[] args) throws IOException {
            try {
                ImageFile.read(Path.of(args[0]));
                System.out.print("read");
            } catch (OutOfMemoryError e) {
                System.out.print("memory");
            }
        }
    }

    @Test
    void tooLittleMemoryIsNotReportedAsDamage(@TempDir Path folder) throws Exception {
        int side = 6000;
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        jpeg.writeBytes(hex(START, TABLES, gray(side, side), SCAN));
        jpeg.writeBytes(new byte[side / 8 * (side / 8) / 4]);
        jpeg.writeBytes(hex(END));
        Path file = Files.write(folder.resolve("large.jpg"), jpeg.toByteArray());
        assertEquals("memory", readWith("-Xmx20m", file));
        assertEquals("read", readWith("-Xmx200m", file));
    }

    private static String readWith(String heap, Path file) throws Exception {
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        heap,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Reader.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.to(new File("/dev/null")))
                .start();
        String out = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, java.waitFor());
        return out;
    }

    @Test
    void jpegWithoutItsEndIsTruncated() throws IOException {
        byte[] jpeg = resource("420.jpg");
        refused(Arrays.copyOf(jpeg, jpeg.length - 2), "expected an end-of-image marker (FF D9)");
    }

    @Test
    void jpegWithAFalseRestartMarkerIsDamaged() throws IOException {
        byte[] jpeg = resource("restart.jpg");
        jpeg[indexOf(jpeg, "ffd0") + 1] = (byte) 0xD5;
        refused(jpeg, "damaged jpeg data");
    }

    @Test
    void interpolatedRowsByHand() throws IOException {
        // A frame of 1x5 pixels. The first component has 1x2 samples where the others have one.
        String header = "ffc0 0011 08 0005 0001 03 011200 021100 031100".replace(" ", "");
        byte[] bytes = HexFormat.of().parseHex(header);
        JpegFrame frame = new JpegFrame(new Bytes(bytes, "x"), 0, bytes.length);
        JpegFrame.Component half = frame.components[1];
        for (int y = 0; y < 3; y++) {
            half.samples[y * half.stride] = new byte[] {10, 50, (byte) 201}[y];
        }
        int[] rows = new int[5];
        JpegUpsampling whole = new JpegUpsampling(frame, half);
        for (int y = 0; y < 5; y++) {
            whole.row(y);
            rows[y] = whole.even[0];
        }
        // (40+1)/4, (30+50+2)/4, (150+10+1)/4, (150+201+2)/4, (603+50+1)/4
        assertArrayEquals(new int[] {10, 20, 40, 88, 163}, rows);
    }

    @Test
    void harmlessOdditiesOfJpegChangeNoPixel() throws IOException {
        byte[] jpeg = resource("420.jpg");
        Planar<GrayU8> expected = ImageFile.read(jpeg, "420.jpg");
        int table = indexOf(jpeg, "ffdb");
        byte[] before = Arrays.copyOf(jpeg, table);
        byte[] after = Arrays.copyOfRange(jpeg, table, jpeg.length);
        String fill = "ffffff";
        String comment = "fffe 0006 ffd9 ffd9";
        String profile = "ffe2 0018" + HexFormat.of().formatHex("ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII))
                + "00".repeat(10);
        String exif = "ffe1 0010 457869660000 4d4d002a 7fffffff";
        HexFormat hex = HexFormat.of();
        for (String oddity : List.of(fill, comment, profile, exif)) {
            byte[] odd = hex(hex.formatHex(before), oddity, hex.formatHex(after));
            Images.assertSame(expected, ImageFile.read(odd, "odd.jpg"), oddity);
        }
    }

    private static int indexOf(byte[] data, String hex) {
        return HexFormat.of().formatHex(data).indexOf(hex) / 2;
    }

    private static byte[] resource(String name) throws IOException {
        try (var in = JpegFileTest.class.getResourceAsStream("/images/" + name)) {
            return in.readAllBytes();
        }
    }
}
