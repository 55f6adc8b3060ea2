package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.feature.Checks;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Spec;
import dev.whittle.feature.data.Inspection;
import dev.whittle.feature.data.LeftOut;
import dev.whittle.feature.data.PixelHash;
import dev.whittle.feature.data.Splits;
import dev.whittle.feature.image.Preparation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The result of a comparison: everything whose bits are the same on every machine, and nothing else. {@link ResultFile}
 * writes it to a file.
 *
 * @param experiment the experiment with all defaults filled in; null if the comparison was made in code
 * @param data the data set; where each seed has training and test images of its own, an entry for each seed; with
 *     folds one for each fold of each seed
 * @param cells feature by feature, head by head
 * @param fewerImages the same cells with fewer training images, ascending; may be empty
 * @param fusions those of the plan; may be empty
 * @param variance of each cell the deviation by each source of chance; empty if it was not asked for
 * @param files the SHA-256, in lower-case hex, of each file that features read, by the path in its settings,
 *     with slashes; taken before the first run; see {@link Spec#files}
 */
public record Result(
        ObjectNode experiment,
        List<Data> data,
        List<CellResult> cells,
        List<SizeResult> fewerImages,
        List<FusionResult> fusions,
        List<VarianceResult> variance,
        Map<String, String> files) {
    /**
     * One data set.
     *
     * @param name such as {@code cifar10}
     * @param classes class names, in the order of the labels
     * @param imageSteps what was done to every image before features were extracted, each as experiments write it
     * @param size the size that every image was scaled to; null if each has its own size
     * @param train the training images, including those for validation
     * @param test the test images
     * @param nearDuplicates test images that nearly equal a training image, without those that equal one
     * @param warnings what makes the results doubtful
     */
    public record Data(
            String name,
            List<String> classes,
            List<ObjectNode> imageSteps,
            Size size,
            Images train,
            Images test,
            List<NearDuplicate> nearDuplicates,
            List<String> warnings) {
        public Data {
            nearDuplicates = List.copyOf(nearDuplicates);
            warnings = List.copyOf(warnings);
            classes = List.copyOf(classes);
            imageSteps = List.copyOf(imageSteps);
        }

        /** The data of each part of a plan. */
        static List<Data> ofAll(Plan plan, List<Inspected> inspected) {
            List<Plan> parts = plan.parts();
            return IntStream.range(0, parts.size())
                    .mapToObj(p -> of(parts.get(p), inspected.get(p)))
                    .toList();
        }

        /**
         * The data of a plan in which all seeds have the same images. Files left out of a folder that is split here
         * count for its training images.
         */
        static Data of(Plan plan, Inspected inspected) {
            Splits data = plan.data();
            Preparation how = data.origin().preparation();
            // A folder that is split here may have a class of the name test.
            boolean splitByFolders = allBelow("train/", data.train()) && allBelow("test/", data.test());
            Map<Boolean, List<LeftOut>> forTest = data.origin().faults().stream()
                    .collect(Collectors.partitioningBy(
                            out -> splitByFolders && out.name().startsWith("test/")));
            return new Data(
                    plan.dataName(),
                    data.train().classes(),
                    how.fit() == null
                            ? List.of()
                            : List.of(JsonNodeFactory.instance
                                    .objectNode()
                                    .put("type", "scale")
                                    .put("fit", Checks.name(how.fit()))),
                    how.fit() == null ? null : new Size(how.width(), how.height()),
                    Images.of(data.train(), inspected.train(), forTest.get(false)),
                    Images.of(data.test(), inspected.test(), forTest.get(true)),
                    inspected.nearDuplicates(),
                    inspected.warnings());
        }

        private static boolean allBelow(String folder, Dataset images) {
            return IntStream.range(0, images.size())
                    .allMatch(i -> images.name(i).startsWith(folder));
        }
    }

    /** A size in pixels. */
    public record Size(int width, int height) {}

    /**
     * @param images how many
     * @param sha256 the hash over labels, shapes and decoded pixels, see {@link PixelHash}
     * @param leftOut names of files and folders that could not be used
     * @param leftOutSha256 the SHA-256 over the names and the SHA-256 of the contents of these, in lower-case hex; null
     *     if there are none
     */
    public record Images(int images, String sha256, List<String> leftOut, String leftOutSha256) {
        public Images {
            leftOut = List.copyOf(leftOut);
        }

        static Images of(Dataset images, Inspection inspected, List<LeftOut> leftOut) {
            StringBuilder all = new StringBuilder();
            leftOut.forEach(out ->
                    all.append(out.name()).append('\n').append(out.sha256()).append('\n'));
            return new Images(
                    images.size(),
                    inspected.sha256(),
                    leftOut.stream().map(LeftOut::name).toList(),
                    leftOut.isEmpty() ? null : Hashes.of(all.toString().getBytes(StandardCharsets.UTF_8)));
        }
    }

    public Result {
        data = List.copyOf(data);
        cells = List.copyOf(cells);
        fewerImages = List.copyOf(fewerImages);
        fusions = List.copyOf(fusions);
        variance = List.copyOf(variance);
        files = Collections.unmodifiableMap(new TreeMap<>(files));
    }

    /** The result from the finished runs of a plan, cell by cell. */
    static Result of(
            Plan plan,
            List<Inspected> inspected,
            List<FinishedRun> runs,
            List<SizeResult> fewerImages,
            List<FusionResult> fusions,
            List<VarianceResult> variance,
            Map<String, String> files) {
        return new Result(
                plan.experiment() == null ? null : plan.experiment().encode(),
                Data.ofAll(plan, inspected),
                CellResult.of(
                        plan.runsOfCell().size(),
                        runs.stream().map(FinishedRun::cell).toList()),
                fewerImages,
                fusions,
                variance,
                files);
    }

    /** The hashes of the files of a plan as they are now. Files that may be absent, and are, have none. */
    static Map<String, String> files(Plan plan) {
        Map<String, String> files = new TreeMap<>();
        Stream.concat(
                        plan.features().stream()
                                .flatMap(feature ->
                                        Stream.concat(Stream.of(feature.spec()), feature.transforms().stream())),
                        plan.heads().stream().flatMap(head -> head.candidates().stream()))
                .flatMap(spec -> spec.files().stream())
                .filter(Files::exists)
                .forEach(file -> files.computeIfAbsent(name(file), path -> {
                    try {
                        return Hashes.of(file);
                    } catch (IOException e) {
                        throw new UncheckedIOException(path + ": cannot be read", e);
                    }
                }));
        return files;
    }

    /** With slashes on every system. */
    private static String name(Path file) {
        return file.toString().replace(file.getFileSystem().getSeparator(), "/");
    }
}
