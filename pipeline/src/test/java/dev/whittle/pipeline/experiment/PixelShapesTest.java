package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Progress;
import dev.whittle.feature.Run;
import dev.whittle.feature.image.ImageFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
        return runHead("""
                  - name: net
                    type: image-network
                    width: 2
                    crop: 0
                    training: {epochs: 1, batchSize: 4}
                """ + shape);
    }

    private String runHead(String head) throws IOException {
        images();
        Path file = Files.writeString(temp.resolve("shape.yaml"), """
                name: shape
                data: {set: folder, path: images}
                features: [{name: pixels, type: raw-pixels}]
                heads:
                """ + head);
        Experiment experiment = Experiment.read(file);
        List<String> begun = new ArrayList<>();
        Run run = Run.defaults().withProgress(new Progress() {
            @Override
            public void step(String stage, long done, long total) {
                begun.add(stage);
            }
        });
        ComparisonRun comparison = ComparisonRun.of(Plan.open(experiment, Tiny.noData(temp), Run.defaults()), run);
        try {
            return String.valueOf(comparison.run().cells().size());
        } catch (IllegalArgumentException e) {
            assertEquals(List.of(), begun, "nothing was begun");
            return e.getMessage();
        }
    }

    /** Of images of 10 rows and 12 columns there are 5 rows and 7 columns of patches of 6×6. */
    @Test
    void wideFiltersSayWhatDoesNotLieInTheImages() throws IOException {
        String wide = "  - {name: wide, type: wide-filters, dictionary: {type: random-patches, k: 4}, samples: 50,"
                + " shape: [3, 10, 12], ";
        String start = "pixels × wide: Wide filters: ";
        assertEquals(
                start + "patches of 11x11 do not lie in images of 3x10x12, bands x rows x columns; take a smaller size",
                runHead(wide + "size: 11}\n"));
        assertEquals(
                start + "pools of 6x6 do not lie in the map of 5x7 patches; take a smaller pool",
                runHead(wide + "size: 6, pool: 6}\n"));
        // One window, since the next one would lie beyond the map.
        assertEquals("1", runHead(wide + "size: 6, pool: 5, stride: 40}\n"));
        String refused = assertThrows(IOException.class, () -> runHead(wide + "stride: 0}\n"))
                .getMessage();
        assertTrue(refused.contains("shape.yaml:5") && refused.contains("stride"), refused);
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
