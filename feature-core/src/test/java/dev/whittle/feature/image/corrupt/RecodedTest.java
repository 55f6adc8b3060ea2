package dev.whittle.feature.image.corrupt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Messages;
import dev.whittle.feature.image.Images;
import dev.whittle.feature.image.JpegRoundTrip;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** JPEG and pixelated images of other sizes are those of Pillow, made by {@code src/test/reference/corruptions.py}. */
class RecodedTest {
    @Test
    void theyAreThoseOfPillow() throws Exception {
        int lines = 0;
        try (var in = RecodedTest.class.getResourceAsStream("/images/recoded.tsv")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.US_ASCII).split("\n")) {
                String[] f = line.split("\t");
                int bands = Integer.parseInt(f[4]);
                byte[] before = HexFormat.of().parseHex(f[5]);
                Planar<GrayU8> image =
                        new Planar<>(GrayU8.class, Integer.parseInt(f[2]), Integer.parseInt(f[3]), bands);
                for (int i = 0; i < before.length; i++) {
                    image.getBand(i % bands).data[i / bands] = before[i];
                }
                int parameter = Integer.parseInt(f[1]);
                Planar<GrayU8> after =
                        f[0].equals("jpeg") ? JpegRoundTrip.of(image, parameter) : Pixelate.pixelate(image, parameter);
                byte[] actual = new byte[before.length];
                for (int i = 0; i < actual.length; i++) {
                    actual[i] = after.getBand(i % bands).data[i / bands];
                }
                assertArrayEquals(
                        HexFormat.of().parseHex(f[6]), actual, String.join(" ", f[0], f[1], f[2], f[3], f[4]));
                lines++;
            }
        }
        assertEquals(22, lines);
    }

    @Test
    void aQualityBeyondTheScaleIsRefused() {
        for (int bad : new int[] {0, 101}) {
            Messages.says(() -> JpegRoundTrip.of(Images.random(8, 8, 3, 1), bad), "quality", Integer.toString(bad));
        }
    }
}
