package dev.whittle.pipeline.cli;

import static dev.whittle.pipeline.cli.Outcome.whittle;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.linear.Softmax;
import dev.whittle.classify.model.Model;
import dev.whittle.classify.model.Pipeline;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.color.ColorHistogram;
import dev.whittle.feature.data.Images;
import dev.whittle.feature.hog.Hog;
import dev.whittle.feature.image.Fit;
import dev.whittle.feature.image.ImageFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --scale} and {@code --fit} are refused where they have no effect. */
class ScaleOptionTest {
    @TempDir
    private Path temp;

    private Path model;
    private Path image;

    @BeforeEach
    void writeAnImage() throws IOException {
        model = temp.resolve("model.npz");
        image = temp.resolve("image.png");
        ImageFile.write(image, new Planar<>(GrayU8.class, 40, 24, 3));
    }

    @Test
    void predictRefusesScaleWhereTheModelTakesAnySize() throws IOException {
        trained(ColorHistogram.defaults(), 16, 20).write(model);
        assertEquals(0, whittle("predict", model, image).exit());
        refuses(whittle("predict", model, image, "--scale"), "--scale", "no effect", "any size");
    }

    @Test
    void predictRefusesScaleWhereTheModelScales() throws IOException {
        Model ofOneSize = trained(Hog.defaults(), 16, 16);
        new Model(ofOneSize.features(), ofOneSize.table(), ofOneSize.images(), Fit.PAD).write(model);
        assertEquals(0, whittle("predict", model, image).exit());
        refuses(whittle("predict", model, image, "--scale"), "--scale", "no effect", "scales images itself");
    }

    @Test
    void predictScalesWhereTheModelHasASize() throws IOException {
        trained(Hog.defaults(), 16, 16).write(model);
        Outcome refused = whittle("predict", model, image);
        assertEquals(1, refused.exit());
        assertTrue(refused.err().contains("16x16") && refused.err().contains("40x24"), refused.err());
        assertEquals(0, whittle("predict", model, image, "--scale").exit());
    }

    @Test
    void extractRefusesFitWithoutScale() {
        Path npy = temp.resolve("f.npy");
        Outcome o = whittle("extract", image, "--feature", "hog", "--fit", "crop", "--out", npy);
        refuses(o, "--fit", "no effect", "--scale");
        assertEquals(
                0,
                whittle("extract", image, "--feature", "hog", "--fit", "crop", "--scale", 32, "--out", npy)
                        .exit());
    }

    private static void refuses(Outcome o, String... parts) {
        assertEquals(2, o.exit(), o.err());
        for (String part : parts) {
            assertTrue(o.err().contains(part), part + " in " + o.err());
        }
    }

    private static Model trained(Spec<Dataset, ? extends FeatureExtractor> feature, int... sides) {
        List<Planar<GrayU8>> images = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Planar<GrayU8> next = new Planar<>(GrayU8.class, sides[i % sides.length], 16, 3);
            next.getBand(i / 2).data[i] = (byte) 200;
            images.add(next);
        }
        Dataset labelled = Images.of(images, new int[] {0, 0, 1, 1});
        return Pipeline.of(feature, Softmax.defaults()).fit(labelled, Run.defaults());
    }
}
