package dev.whittle.pipeline.cli;

import static dev.whittle.pipeline.cli.Outcome.whittle;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.linear.Softmax;
import dev.whittle.classify.model.Model;
import dev.whittle.classify.model.Pipeline;
import dev.whittle.feature.Run;
import dev.whittle.feature.TestData;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.data.Images;
import dev.whittle.feature.encode.Encoding;
import dev.whittle.feature.encode.HardWords;
import dev.whittle.feature.encode.Regions;
import dev.whittle.feature.image.ImageFile;
import dev.whittle.feature.local.BoofCvDescriptors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images in which a detector of interest points finds nothing. */
class NothingFoundTest {
    @TempDir
    private Path temp;

    @Test
    void theirNumberIsSaid() throws IOException {
        Encoding surf = new Encoding(
                new BoofCvDescriptors(BoofCvDescriptors.Kind.SURF_FAST, false, 4),
                50,
                List.of(),
                false,
                new HardWords(new KMeans(3, 3, KMeans.Start.RANDOM, 0)),
                List.of(new Regions(1, 1)),
                List.of());
        List<Planar<GrayU8>> noise = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            noise.add(TestData.random(64, 64, 1, i));
        }
        Model model = Pipeline.of(surf, Softmax.defaults())
                .fit(Images.of(noise, new int[] {0, 1, 0, 1, 0, 1}), Run.defaults());
        Path file = temp.resolve("model.npz");
        model.write(file);
        Path images = Files.createDirectory(temp.resolve("images"));
        for (int i = 0; i < 3; i++) {
            ImageFile.write(images.resolve("noise" + i + ".png"), noise.get(i));
        }
        Outcome all = whittle("predict", file, images);
        assertEquals(0, all.exit(), all.err());
        assertFalse(all.err().contains("descriptor"), all.err());
        for (int i = 0; i < 2; i++) {
            ImageFile.write(images.resolve("plain" + i + ".png"), new Planar<>(GrayU8.class, 64, 64, 1));
        }
        String note = "note: in 2 of 5 images no local descriptor was found";
        Outcome predicted = whittle("predict", file, images);
        assertEquals(0, predicted.exit(), predicted.err());
        assertTrue(predicted.err().contains(note), predicted.err());
        Outcome extracted = whittle("extract", images, "--feature", file, "--out", temp.resolve("f.npy"));
        assertEquals(0, extracted.exit(), extracted.err());
        assertTrue(extracted.err().contains(note), extracted.err());
    }
}
