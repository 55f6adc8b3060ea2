package dev.whittle.feature.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayS32;
import dev.whittle.feature.Messages;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelImageTest {
    @TempDir
    private Path temp;

    @Test
    void labelsAreReadAsTheyWereWritten() throws IOException {
        GrayS32 larger = new GrayS32(9, 8);
        GrayS32 labels = larger.subimage(2, 3, 7, 6, null);
        for (int i = 0; i < 15; i++) {
            labels.set(i % 5, i / 5, i * 4681);
        }
        Path png = temp.resolve("labels.png");
        LabelImage.write(png, labels);
        GrayS32 read = LabelImage.read(png);
        assertEquals("5x3", read.width + "x" + read.height);
        for (int i = 0; i < 15; i++) {
            assertEquals(i == 14 ? 65534 : i * 4681, read.get(i % 5, i / 5));
        }
        BufferedImage java = ImageIO.read(png.toFile());
        assertEquals(16, java.getSampleModel().getSampleSize(0));
        assertEquals(4681, java.getRaster().getSample(1, 0, 0), "another reader");
    }

    /** As masks of Pascal VOC have them: the index is the label, its colour is for the eye. */
    @Test
    void indicesOfAPaletteAreLabels() throws IOException {
        byte[] colours = new byte[256];
        Arrays.fill(colours, (byte) 77);
        BufferedImage image = new BufferedImage(
                4, 1, BufferedImage.TYPE_BYTE_INDEXED, new IndexColorModel(8, 256, colours, colours, colours));
        image.getRaster().setSamples(0, 0, 4, 1, 0, new int[] {0, 3, 200, 255});
        ImageIO.write(image, "png", temp.resolve("palette.png").toFile());
        assertArrayEquals(new int[] {0, 3, 200, 255}, LabelImage.read(temp.resolve("palette.png")).data);
    }

    @Test
    void whatIsNoLabelMapIsRefused() throws IOException {
        Path colour = temp.resolve("colour.png");
        ImageFile.write(colour, Images.random(5, 4, 3, 1));
        Messages.says(IOException.class, () -> LabelImage.read(colour), colour.toString(), "3 samples", "gray");
        Path text = Files.writeString(temp.resolve("text.png"), "labels");
        Messages.says(IOException.class, () -> LabelImage.read(text), text.toString(), "PNG");
        Path gray = temp.resolve("gray.png");
        ImageFile.write(gray, Images.random(50, 40, 1, 1));
        byte[] bytes = Files.readAllBytes(gray);
        Path half = Files.write(temp.resolve("half.png"), Arrays.copyOf(bytes, bytes.length / 2));
        Messages.says(IOException.class, () -> LabelImage.read(half), half.toString());
        assertTrue(LabelImage.read(gray).data.length == 2000);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        GrayS32 labels = new GrayS32(3, 2);
        labels.set(2, 1, 65536);
        Path png = temp.resolve("labels.png");
        Messages.says(() -> LabelImage.write(png, labels), "(2, 1)", "65536", "65535");
        labels.set(2, 1, -1);
        Messages.says(() -> LabelImage.write(png, labels), "(2, 1)", "-1");
        assertFalse(Files.exists(png));
    }
}
