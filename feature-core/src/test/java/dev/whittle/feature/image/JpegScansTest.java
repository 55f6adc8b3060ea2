package dev.whittle.feature.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Progressive JPEGs with a scan for each bit of each coefficient: small files that take long. */
class JpegScansTest {
    /** The bits of a scan, without FF, which the codes below do not give. */
    private static final class Bits {
        private final StringBuilder text = new StringBuilder();

        void add(int value, int bits) {
            for (int i = bits - 1; i >= 0; i--) {
                text.append(value >> i & 1);
            }
        }

        byte[] bytes() {
            while (text.length() % 8 != 0) {
                text.append('1');
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            for (int i = 0; i < text.length(); i += 8) {
                int b = Integer.parseInt(text.substring(i, i + 8), 2);
                out.write(b);
                if (b == 0xFF) {
                    out.write(0);
                }
            }
            return out.toByteArray();
        }
    }

    private static void hex(ByteArrayOutputStream out, String hex) {
        out.writeBytes(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    /** A gray image of one value whose coefficients come bit by bit: 1 + 63 × 14 scans. */
    private static byte[] jpeg(int width, int height) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        hex(out, "ffd8 ffdb 0043 00" + "01".repeat(64));
        hex(out, String.format("ffc2 000b 08 %04x %04x 01 01 11 00", height, width));
        hex(out, "ffc4 0014 00 01" + "00".repeat(15) + "00");
        int blocks = (width + 7) / 8 * ((height + 7) / 8);
        hex(out, "ffda 0008 01 01 00 00 00 00");
        Bits zeros = new Bits();
        for (int i = 0; i < blocks; i++) {
            zeros.add(0, 1);
        }
        out.writeBytes(zeros.bytes());
        // Runs of blocks with nothing new: of 2^14 and more by the code 00, of 2^r and more by 01 and r.
        hex(out, "ffc4 0022 10 00 01 00 00 00 0e" + "00".repeat(10) + "e0");
        hex(out, "00 10 20 30 40 50 60 70 80 90 a0 b0 c0 d0");
        Bits runs = new Bits();
        for (int left = blocks; left > 0; ) {
            int r = Math.min(14, 31 - Integer.numberOfLeadingZeros(left));
            int run = Math.min(left, (2 << r) - 1);
            runs.add(r == 14 ? 0 : 16 + r, r == 14 ? 2 : 6);
            runs.add(run - (1 << r), r);
            left -= run;
        }
        byte[] empty = runs.bytes();
        for (int k = 1; k < 64; k++) {
            for (int low = 13; low >= 0; low--) {
                int high = low == 13 ? 0 : low + 1;
                hex(out, String.format("ffda 0008 01 01 00 %02x %02x %x%x", k, k, high, low));
                out.writeBytes(empty);
            }
        }
        hex(out, "ffd9");
        return out.toByteArray();
    }

    @Test
    void manyScansOfASmallImageAreRead() throws IOException {
        Planar<GrayU8> image = ImageFile.read(jpeg(100, 50), "small.jpg");
        assertEquals(100, image.width);
        assertEquals(128, image.getBand(0).get(99, 49));
    }

    /** Without the bound, 8000×8000 pixels took a minute, and ten times as many are allowed in three components. */
    @Test
    void manyScansOfALargeImageAreRefused() {
        byte[] file = jpeg(8000, 8000);
        assertTrue(file.length < 300_000, () -> "it is small: " + file.length);
        String message = assertThrows(IOException.class, () -> ImageFile.read(file, "large.jpg"))
                .getMessage();
        assertTrue(message.contains("large.jpg: at byte") && message.contains("expected at most 67108864"), message);
    }
}
