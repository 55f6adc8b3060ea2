package dev.whittle.classify.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.learned.HiddenLayer;
import dev.whittle.classify.linear.Softmax;
import dev.whittle.classify.nn.Mlp;
import dev.whittle.classify.optim.MiniBatches;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Run;
import dev.whittle.feature.TestImages;
import dev.whittle.feature.data.Subset;
import dev.whittle.feature.image.RawPixels;
import dev.whittle.feature.kernel.ChildJvm;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.transform.Standardize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds the features of all images at once fails with an OutOfMemoryError in the child. */
@Tag("long")
class FeaturesLargerThanTheHeapTest {
    /** 8,000 images of 3,072 pixels are 98 MB. */
    private static final int IMAGES = 8000;

    @Test
    void aPipelineIsFittedEvaluatedAndCrossValidated(@TempDir Path temp) throws IOException, InterruptedException {
        String printed = ChildJvm.run(
                Child.class, "-Xmx64m", "--add-modules", "jdk.incubator.vector", "-Djava.io.tmpdir=" + temp);
        for (String line : Child.lines()) {
            assertTrue(printed.contains(line), "in memory: " + line + ", with files:\n" + printed);
        }
        try (var files = Files.walk(temp)) {
            assertEquals(List.of(temp), files.toList(), "no file is left");
        }
    }

    /** Images of 32 by 32 pixels with 3 bands, brighter for class 1, made when they are asked for. */
    private static Dataset noise(int size, int first) {
        return new TestImages(size, List.of("dark", "bright"), i -> {
            Planar<GrayU8> image = new Planar<>(GrayU8.class, 32, 32, 3);
            for (int b = 0; b < 3; b++) {
                byte[] pixels = image.getBand(b).data;
                for (int p = 0; p < pixels.length; p++) {
                    pixels[p] = (byte) (((i + first) * 7919 + p * 104_729 + b * 31) % 97 + 20 * (i % 2));
                }
            }
            return image;
        });
    }

    /** What the child does. */
    static final class Child {
        private Child() {}

        static List<String> lines() {
            Run run = Run.defaults().withThreads(2);
            Dataset train = noise(IMAGES, 0);
            Dataset test = noise(IMAGES, 5);
            Softmax softmax = Softmax.defaults();
            MiniBatches once = MiniBatches.builder().epochs(1).build();
            Pipeline pixels = Pipeline.of(RawPixels.defaults(), Standardize.defaults(), softmax);
            HiddenLayer hidden = new HiddenLayer(Mlp.relu(List.of(4), 1e-3, once), true);
            return List.of(
                    "pixels " + result(pixels, train, test, run),
                    "hidden layer " + result(Pipeline.of(hidden, softmax), train, test, run),
                    "folds "
                            + CrossValidation.folds(2)
                                    .evaluate(Pipeline.of(RawPixels.defaults(), softmax), train, run)
                                    .folds());
        }

        private static String result(Pipeline pipeline, Dataset train, Dataset test, Run run) {
            Model model = pipeline.fit(train, run);
            Matrix some = model.scores(Subset.of(test, IntStream.range(0, 100).toArray()), run);
            int predicted = Arrays.hashCode(model.predict(test, run));
            return model.evaluate(test, run) + " " + Arrays.hashCode(some.data()) + " " + predicted;
        }

        public static void main(String[] args) {
            lines().forEach(System.out::println);
        }
    }
}
