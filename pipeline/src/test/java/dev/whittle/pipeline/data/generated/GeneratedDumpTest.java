package dev.whittle.pipeline.data.generated;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Writes the data set for eyes and for other programs: a contact sheet, a class per row, and the pixels of both splits
 * as plain bytes, image after image, band after band. With {@code -Dgenerated.dump=FOLDER} they stay there.
 */
class GeneratedDumpTest {
    private static final int COLUMNS = 12;
    private static final int ZOOM = 3;
    private static final int GAP = 2;

    @Test
    void theDumpHasThePixelsOfTheData(@TempDir Path temporary) throws IOException {
        String asked = System.getProperty("generated.dump");
        Path folder = Files.createDirectories(asked == null ? temporary : Path.of(asked));
        Generated data = Generated.defaults();
        writePixels(data.images("train", 2000), folder.resolve("train.bin"));
        writePixels(data.images("test", 1000), folder.resolve("test.bin"));
        ImageIO.write(
                contactSheet(data.images("train", 2000)),
                "png",
                folder.resolve("sheet.png").toFile());

        byte[] bytes = Files.readAllBytes(folder.resolve("test.bin"));
        assertEquals(1000 * 3 * 32 * 32, bytes.length);
        assertArrayEquals(
                GeneratedTest.pixels(data.images("test", 1000).image(999)),
                Arrays.copyOfRange(bytes, 999 * 3072, 1000 * 3072));
        BufferedImage sheet = ImageIO.read(folder.resolve("sheet.png").toFile());
        Planar<GrayU8> second = data.images("train", 2000).image(13); // the second of class 3
        int rgb = sheet.getRGB((34 + 5) * ZOOM, (3 * 34 + 7) * ZOOM) & 0xFFFFFF;
        assertEquals(
                second.getBand(0).get(5, 7) << 16
                        | second.getBand(1).get(5, 7) << 8
                        | second.getBand(2).get(5, 7),
                rgb);
    }

    private static void writePixels(Dataset data, Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < data.size(); i++) {
                out.write(GeneratedTest.pixels(data.image(i)));
            }
        }
    }

    private static BufferedImage contactSheet(Dataset data) {
        int classes = data.classes().size();
        int cell = data.image(0).width + GAP;
        BufferedImage sheet =
                new BufferedImage(COLUMNS * cell * ZOOM, classes * cell * ZOOM, BufferedImage.TYPE_INT_RGB);
        for (int row = 0; row < classes; row++) {
            for (int column = 0; column < COLUMNS; column++) {
                Planar<GrayU8> image = data.image(column * classes + row);
                for (int y = 0; y < image.height * ZOOM; y++) {
                    for (int x = 0; x < image.width * ZOOM; x++) {
                        int rgb = 0;
                        for (int b = 0; b < 3; b++) {
                            rgb = rgb << 8 | image.getBand(b).get(x / ZOOM, y / ZOOM);
                        }
                        sheet.setRGB(column * cell * ZOOM + x, row * cell * ZOOM + y, rgb);
                    }
                }
            }
        }
        return sheet;
    }
}
