package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
import dev.whittle.feature.image.ImageFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heads of pixels are refused before training if they take images of another shape than there are. */
class PixelShapesTest {
    @TempDir
    private Path temp;

    /** Images of 12 columns and 10 rows in two classes. */
    private void images() throws IOException {
        for (int i = 0; i < 24; i++) {
            Path folder = Files.createDirectories(temp.resolve("images").resolve(i % 2 == 0 ? "dark" : "light"));
            Planar<GrayU8> image = new Planar<>(GrayU8.class, 12, 10, 3);
            for (int b = 0; b < 3; b++) {
                Arrays.fill(image.getBand(b).data, (byte) (3 * i + (i % 2 == 0 ? 0 : 128)));
                image.getBand(b).set(i % 12, i % 10, 255);
            }
            ImageFile.write(folder.resolve(i + ".png"), image);
        }
    }

    private String run(String shape) throws IOException {
        images();
        Path file = Files.writeString(temp.resolve("shape.yaml"), """
                name: shape
                data: {set: folder, path: images}
                features: [{name: pixels, type: raw-pixels}]
                heads:
                  - name: net
                    type: image-network
                    width: 2
                    crop: 0
                    training: {epochs: 1, batchSize: 4}
                """ + shape);
        Experiment experiment = Experiment.read(file);
        try {
            return String.valueOf(
                    ComparisonRun.of(Plan.open(experiment, Tiny.noData(temp), Run.defaults()), Run.defaults())
                            .run()
                            .cells()
                            .size());
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    @Test
    void rowsAndColumnsThatAreExchangedAreNoticed() throws IOException {
        assertEquals(
                "pixels × net: images have the shape [3, 10, 12], bands, rows and columns; set shape to it, got"
                        + " [3, 12, 10]",
                run("    shape: [3, 12, 10]\n"));
    }

    @Test
    void imagesThatAreNotSquareNeedAShape() throws IOException {
        String message = run("");
        assertTrue(message.contains("the shape [3, 10, 12]") && message.contains("not square"), message);
    }

    @Test
    void theRightShapeIsTaken() throws IOException {
        assertEquals("1", run("    shape: [3, 10, 12]\n"));
    }
}
