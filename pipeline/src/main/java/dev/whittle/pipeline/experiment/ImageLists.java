package dev.whittle.pipeline.experiment;

import dev.whittle.feature.Dataset;
import dev.whittle.feature.Run;
import dev.whittle.feature.data.LeftOut;
import dev.whittle.feature.file.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Lists of the images of a comparison as CSV files: those it used, and the files it left out. */
final class ImageLists {
    static final String IMAGES = "images.csv";
    static final String LEFT_OUT = "left-out.csv";

    private ImageLists() {}

    static void write(Path folder, Plan plan) throws IOException {
        AtomicFile.write(folder.resolve(IMAGES), out -> images(plan, out));
        List<LeftOut> leftOut = plan.origin().leftOut();
        if (leftOut.isEmpty()) {
            Files.deleteIfExists(folder.resolve(LEFT_OUT));
            return;
        }
        AtomicFile.write(folder.resolve(LEFT_OUT), out -> {
            line(out, "name", "reason");
            for (LeftOut file : leftOut) {
                line(out, file.name(), file.reason());
            }
        });
    }

    /** The name and the class of each image, and for each seed what it was used for. */
    private static void images(Plan plan, OutputStream out) throws IOException {
        List<Object> header = new ArrayList<>(List.of("name", "class"));
        plan.seeds().forEach(seed -> header.add("seed " + seed));
        line(out, header.toArray());
        if (plan.isRedivided()) {
            redivided(plan, out);
            return;
        }
        Dataset train = plan.data().train();
        String[][] use = new String[train.size()][plan.seeds().size()];
        for (String[] of : use) {
            Arrays.fill(of, "train");
        }
        List<SeedSplit> splits = SeedSplit.of(plan, Run.defaults());
        for (int s = 0; s < splits.size(); s++) {
            for (int i : splits.get(s).validation().indices()) {
                use[i][s] = "validation";
            }
        }
        for (int i = 0; i < train.size(); i++) {
            line(out, train, i, use[i]);
        }
        String[] test = new String[plan.seeds().size()];
        Arrays.fill(test, "test");
        for (int i = 0; i < plan.data().test().size(); i++) {
            line(out, plan.data().test(), i, test);
        }
    }

    /** The images by their names. A seed that does not use an image has an empty field. */
    private static void redivided(Plan plan, OutputStream out) throws IOException {
        Map<String, String[]> use = new TreeMap<>();
        Map<String, Integer> labels = new HashMap<>();
        List<Plan> parts = plan.parts();
        for (int s = 0; s < parts.size(); s++) {
            SeedSplit split = SeedSplit.of(parts.get(s), Run.defaults()).get(0);
            Map<String, Dataset> uses = new LinkedHashMap<>();
            uses.put("train", split.train());
            uses.put("validation", split.validation());
            uses.put("test", parts.get(s).data().test());
            for (Map.Entry<String, Dataset> entry : uses.entrySet()) {
                Dataset images = entry.getValue();
                for (int i = 0; i < images.size(); i++) {
                    labels.put(images.name(i), images.label(i));
                    use.computeIfAbsent(images.name(i), name -> emptyTexts(parts.size()))[s] = entry.getKey();
                }
            }
        }
        for (Map.Entry<String, String[]> image : use.entrySet()) {
            List<Object> fields = new ArrayList<>();
            fields.add(image.getKey());
            fields.add(plan.classes().get(labels.get(image.getKey())));
            fields.addAll(Arrays.asList(image.getValue()));
            line(out, fields.toArray());
        }
    }

    private static String[] emptyTexts(int count) {
        String[] texts = new String[count];
        Arrays.fill(texts, "");
        return texts;
    }

    private static void line(OutputStream out, Dataset images, int i, String[] use) throws IOException {
        List<Object> fields = new ArrayList<>();
        fields.add(images.name(i));
        fields.add(images.classes().get(images.label(i)));
        fields.addAll(Arrays.asList(use));
        line(out, fields.toArray());
    }

    private static void line(OutputStream out, Object... fields) throws IOException {
        out.write(CsvFile.line(fields).getBytes(StandardCharsets.UTF_8));
    }
}
