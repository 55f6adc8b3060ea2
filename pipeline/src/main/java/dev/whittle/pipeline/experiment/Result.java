package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.data.PixelHash;
import java.util.ArrayList;
import java.util.List;

/**
 * The result of a comparison: everything whose bits are the same on every machine, and nothing else. {@link ResultFile}
 * writes it to a file.
 *
 * @param experiment the experiment with all defaults filled in; null if the comparison was made in code
 * @param data the data sets
 * @param cells feature by feature, head by head
 */
public record Result(ObjectNode experiment, List<Data> data, List<CellResult> cells) {
    /**
     * One data set.
     *
     * @param name such as {@code cifar10}
     * @param classes class names, in the order of the labels
     * @param imageSteps what was done to every image before features were extracted, each as experiments write it
     * @param size the size that every image was scaled to; null if each has its own size
     * @param train the training images, including those for validation
     * @param test the test images
     */
    public record Data(
            String name, List<String> classes, List<ObjectNode> imageSteps, Size size, Images train, Images test) {
        public Data {
            classes = List.copyOf(classes);
            imageSteps = List.copyOf(imageSteps);
        }
    }

    /** A size in pixels. */
    public record Size(int width, int height) {}

    /**
     * @param images how many
     * @param sha256 the hash over labels, shapes and decoded pixels, see {@link PixelHash}
     * @param leftOut names of images that could not be used
     */
    public record Images(int images, String sha256, List<String> leftOut) {
        public Images {
            leftOut = List.copyOf(leftOut);
        }

        static Images of(Dataset images) {
            return new Images(images.size(), PixelHash.of(images), List.of());
        }
    }

    public Result {
        data = List.copyOf(data);
        cells = List.copyOf(cells);
    }

    /** The result from the finished runs of a plan, cell by cell. */
    static Result of(Plan plan, List<FinishedRun> runs) {
        int ofCell = plan.seeds().size();
        List<CellResult> cells = new ArrayList<>();
        for (int from = 0; from < runs.size(); from += ofCell) {
            List<CellRun> all = new ArrayList<>();
            for (FinishedRun run : runs.subList(from, from + ofCell)) {
                all.addAll(run.cell().runs());
            }
            cells.add(runs.get(from).cell().with(all));
        }
        Data data = new Data(
                plan.dataName(),
                plan.data().train().classes(),
                List.of(),
                null,
                Images.of(plan.data().train()),
                Images.of(plan.data().test()));
        return new Result(plan.experiment() == null ? null : plan.experiment().encode(), List.of(data), cells);
    }
}
