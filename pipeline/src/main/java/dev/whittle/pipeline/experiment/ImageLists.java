package dev.whittle.pipeline.experiment;

import dev.whittle.feature.Dataset;
import dev.whittle.feature.Run;
import dev.whittle.feature.data.Inspection;
import dev.whittle.feature.data.LeftOut;
import dev.whittle.feature.data.Splits;
import dev.whittle.feature.data.Subset;
import dev.whittle.feature.file.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Lists of the images of a comparison as CSV files: those it used, and the files it left out. */
public final class ImageLists {
    /** The list of all images in a results folder. */
    public static final String IMAGES = "images.csv";

    public static final String LEFT_OUT = "left-out.csv";
    static final String NAME = "name";
    static final String CLASS = "class";
    static final String CHECKSUM = "checksum";

    private ImageLists() {}

    /** @param inspected what was found in the images of each division of the plan */
    static void write(Path folder, Plan plan, List<Inspected> inspected) throws IOException {
        writeImages(folder.resolve(IMAGES), plan, inspected);
        List<LeftOut> leftOut = plan.origin().leftOut();
        if (leftOut.isEmpty()) {
            Files.deleteIfExists(folder.resolve(LEFT_OUT));
            return;
        }
        AtomicFile.write(folder.resolve(LEFT_OUT), out -> {
            line(out, "name", "reason");
            for (LeftOut file : leftOut) {
                line(out, file.name(), file.shortReason());
            }
        });
    }

    /**
     * Writes the list of the images of a plan.
     *
     * @param inspected what was found in the images of each of its divisions
     */
    public static void writeImages(Path file, Plan plan, List<Inspected> inspected) throws IOException {
        AtomicFile.write(file, out -> images(plan, inspected, out));
    }

    /** The name, the class and the checksum of each image, and for each seed and fold what it was used for. */
    private static void images(Plan plan, List<Inspected> inspected, OutputStream out) throws IOException {
        List<Object> header = new ArrayList<>(List.of(NAME, CLASS, CHECKSUM));
        plan.runsOfCell().forEach(run -> header.add(run.text()));
        if (!plan.fewerImages().isEmpty()) {
            plan.runsOfCell().forEach(run -> header.add(run.text() + ", fewest images"));
        }
        line(out, header.toArray());
        if (plan.isRedivided()) {
            redivided(plan, inspected, out);
            return;
        }
        Dataset train = plan.data().train();
        String[][] use = new String[train.size()][plan.seeds().size()];
        for (String[] of : use) {
            Arrays.fill(of, "train");
        }
        List<SeedSplit> splits = SeedSplit.of(plan, Run.defaults());
        for (int s = 0; s < splits.size(); s++) {
            for (SeedSplit fold : inner(plan, splits.get(s))) {
                for (int i : fold.validation().indices()) {
                    use[i][s] = text(fold);
                }
            }
            for (int i : splits.get(s).validation().indices()) {
                use[i][s] = "validation";
            }
        }
        List<String[]> fewest = new ArrayList<>();
        if (!plan.fewerImages().isEmpty()) {
            splits.forEach(split -> fewest.add(fewest(plan, split)));
        }
        for (int i = 0; i < train.size(); i++) {
            List<String> all = new ArrayList<>(Arrays.asList(use[i]));
            for (String[] ofSeed : fewest) {
                all.add(ofSeed[i]);
            }
            line(out, train, inspected.get(0).train(), i, all);
        }
        List<String> test = new ArrayList<>(Collections.nCopies(plan.seeds().size(), "test"));
        fewest.forEach(ofSeed -> test.add(""));
        for (int i = 0; i < plan.data().test().size(); i++) {
            line(out, plan.data().test(), inspected.get(0).test(), i, test);
        }
    }

    private static List<SeedSplit> inner(Plan plan, SeedSplit split) {
        return plan.heldOut().folds() == 0 ? List.of() : split.inner(plan);
    }

    /** Such as "train-0": a training image, in this inner fold. */
    private static String text(SeedSplit fold) {
        return "train-" + fold.inner();
    }

    /** For each training image of a plan the least number of images trained on with which a seed uses it. */
    private static String[] fewest(Plan plan, SeedSplit split) {
        String[] fewest = new String[plan.data().train().size()];
        Arrays.fill(fewest, String.valueOf(split.train().size()));
        List<Integer> fewer = plan.fewerImages();
        for (int p = fewer.size() - 1; p >= 0; p--) {
            SeedSplit some = split.with(plan, fewer.get(p), Run.defaults());
            for (Subset images : List.of(some.train(), some.validation())) {
                for (int i : images.indices()) {
                    fewest[i] = String.valueOf(fewer.get(p));
                }
            }
        }
        return fewest;
    }

    /** The images by their names. A seed that does not use an image has an empty field. */
    private static void redivided(Plan plan, List<Inspected> inspected, OutputStream out) throws IOException {
        Map<String, String[]> use = new TreeMap<>();
        int columns = plan.runsOfCell().size() * (plan.fewerImages().isEmpty() ? 1 : 2);
        Map<String, Integer> labels = new HashMap<>();
        Map<String, String> checksums = new HashMap<>();
        List<Plan> parts = plan.parts();
        for (int s = 0; s < parts.size(); s++) {
            SeedSplit split = SeedSplit.of(parts.get(s), Run.defaults()).get(0);
            Splits data = parts.get(s).data();
            for (int i = 0; i < data.train().size(); i++) {
                checksums.put(data.train().name(i), inspected.get(s).train().checksum(i));
            }
            for (int i = 0; i < data.test().size(); i++) {
                checksums.put(data.test().name(i), inspected.get(s).test().checksum(i));
            }
            Map<String, Dataset> uses = new LinkedHashMap<>();
            uses.put("train", split.train());
            uses.put("validation", split.validation());
            uses.put("test", data.test());
            // Each fold replaces "train" for its images.
            inner(parts.get(s), split).forEach(fold -> uses.put(text(fold), fold.validation()));
            for (Map.Entry<String, Dataset> entry : uses.entrySet()) {
                Dataset images = entry.getValue();
                for (int i = 0; i < images.size(); i++) {
                    labels.put(images.name(i), images.label(i));
                    use.computeIfAbsent(images.name(i), name -> emptyTexts(columns))[s] = entry.getKey();
                }
            }
            if (columns > parts.size()) {
                Dataset train = parts.get(s).data().train();
                String[] fewest = fewest(parts.get(s), split);
                for (int i = 0; i < fewest.length; i++) {
                    use.get(train.name(i))[parts.size() + s] = fewest[i];
                }
            }
        }
        for (Map.Entry<String, String[]> image : use.entrySet()) {
            List<Object> fields = new ArrayList<>();
            fields.add(image.getKey());
            fields.add(plan.classes().get(labels.get(image.getKey())));
            fields.add(checksums.get(image.getKey()));
            fields.addAll(Arrays.asList(image.getValue()));
            line(out, fields.toArray());
        }
    }

    private static String[] emptyTexts(int count) {
        String[] texts = new String[count];
        Arrays.fill(texts, "");
        return texts;
    }

    private static void line(OutputStream out, Dataset images, Inspection found, int i, List<String> use)
            throws IOException {
        List<Object> fields = new ArrayList<>();
        fields.add(images.name(i));
        fields.add(images.classes().get(images.label(i)));
        fields.add(found.checksum(i));
        fields.addAll(use);
        line(out, fields.toArray());
    }

    private static void line(OutputStream out, Object... fields) throws IOException {
        out.write(CsvFile.line(fields).getBytes(StandardCharsets.UTF_8));
    }
}
