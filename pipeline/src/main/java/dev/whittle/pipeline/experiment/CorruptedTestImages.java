package dev.whittle.pipeline.experiment;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.ChangedImages;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.Run;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The corrupted test images of a plan. If all of them fit into memory, each is made once for all features and seeds;
 * otherwise they are made whenever they are read. They are the same either way.
 */
final class CorruptedTestImages {
    private final Dataset test;
    private final boolean kept;
    private final Run run;
    private final Map<Corruptions.Case, Dataset> made = new HashMap<>();

    /** Images in memory, which nobody changes. */
    private record InMemory(Dataset images, List<Planar<GrayU8>> changed) implements ChangedImages {
        @Override
        public Planar<GrayU8> image(int i) {
            return changed.get(i);
        }
    }

    /** @param memory how many bytes all of them may take */
    CorruptedTestImages(Plan plan, Inspected inspected, long memory, Run run) {
        this.test = plan.data().test();
        this.run = run;
        long largest = inspected.test().shapes().keySet().stream()
                .mapToLong(CorruptedTestImages::bytes)
                .max()
                .orElse(0);
        kept = largest * test.size() * plan.robustness().cases().size() <= memory;
    }

    private static long bytes(ImageShape shape) {
        return (long) shape.width() * shape.height() * shape.bands();
    }

    Dataset of(Corruptions.Case kind) {
        Dataset corrupted = kind.of(test, run);
        return kept ? made.computeIfAbsent(kind, any -> inMemory(corrupted, kind)) : corrupted;
    }

    private Dataset inMemory(Dataset corrupted, Corruptions.Case kind) {
        @SuppressWarnings({"unchecked", "rawtypes"})
        Planar<GrayU8>[] images = new Planar[corrupted.size()];
        run.parallel(images.length, 1, (i, end) -> {
            images[i] = corrupted.image(i);
            run.progress(kind.toString(), end, images.length);
        });
        return new InMemory(corrupted, Arrays.asList(images));
    }
}
