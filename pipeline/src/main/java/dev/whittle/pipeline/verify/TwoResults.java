package dev.whittle.pipeline.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.evaluate.Accuracy;
import dev.whittle.pipeline.experiment.CellResult;
import dev.whittle.pipeline.experiment.CellRun;
import dev.whittle.pipeline.experiment.EmbeddedResult;
import dev.whittle.pipeline.experiment.FolderDeletion;
import dev.whittle.pipeline.experiment.JsonDifference;
import dev.whittle.pipeline.experiment.JsonFile;
import dev.whittle.pipeline.experiment.PredictedImage;
import dev.whittle.pipeline.experiment.Result;
import dev.whittle.pipeline.experiment.ResultFile;
import dev.whittle.pipeline.experiment.Split;
import dev.whittle.pipeline.experiment.StoredRun;
import dev.whittle.pipeline.experiment.Timing;
import dev.whittle.pipeline.experiment.TimingFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Two results in words, one against the other: what differs in the experiment, in the data and in the machine, then in
 * the accuracies, cell by cell, and the first predictions that differ. Nothing is run again.
 */
public final class TwoResults {
    private static final String PREDICTIONS = "predictions.npy";

    private final Side a;
    private final Side b;
    private final List<String> lines = new ArrayList<>();
    private boolean differ;

    private TwoResults(Side a, Side b) {
        this.a = a;
        this.b = b;
    }

    /**
     * A result.
     *
     * @param tree all of it as it is stored
     * @param folder null for a page, which has no files of runs
     */
    private record Side(Result result, JsonNode tree, Timing timing, Path folder) {
        static Side of(Path given) throws IOException {
            if (!Files.isRegularFile(given)) {
                if (!Files.isRegularFile(given.resolve(ResultFile.NAME))) {
                    throw new IOException(given + " is neither a results folder, with a " + ResultFile.NAME
                            + ", nor a page that carries its result");
                }
                return of(given, given);
            }
            Path carried = Files.createTempDirectory("whittle-page");
            try {
                EmbeddedResult.read(given).write(carried);
                return of(carried, null);
            } catch (IOException e) {
                throw new IOException(Check.inPage(String.valueOf(e.getMessage()), carried, given), e);
            } finally {
                FolderDeletion.delete(carried);
            }
        }

        private static Side of(Path results, Path folder) throws IOException {
            Path timing = results.resolve(TimingFile.NAME);
            return new Side(
                    ResultFile.read(results.resolve(ResultFile.NAME)),
                    JsonFile.read(results.resolve(ResultFile.NAME)),
                    Files.isRegularFile(timing) ? TimingFile.read(timing) : null,
                    folder);
        }

        Optional<CellResult> cell(CellResult other) {
            return result.cells().stream()
                    .filter(c -> c.feature().equals(other.feature()) && c.head().equals(other.head()))
                    .findFirst();
        }

        Optional<List<PredictedImage>> predictions(CellResult cell, CellRun run) throws IOException {
            return folder == null || run.folder() == null
                    ? Optional.empty()
                    : new StoredRun(cell, null, run).predictions(folder);
        }
    }

    /**
     * Compares two results.
     *
     * @param a a results folder, or a page that carries its result
     * @param b the same
     * @throws IOException if one of them cannot be read
     */
    public static TwoResults of(Path a, Path b) throws IOException {
        TwoResults two = new TwoResults(Side.of(a), Side.of(b));
        two.experiment();
        two.data();
        two.machine();
        two.accuracies();
        two.predictions();
        two.figures();
        return two;
    }

    /** Whether anything but the machine and the times differs. */
    public boolean differ() {
        return differ;
    }

    /** What differs, in words. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    private void experiment() {
        if (a.result.experiment() == null || b.result.experiment() == null) {
            lines.add("experiment: " + (a.result.experiment() == b.result.experiment() ? "both were" : "one was")
                    + " made in code, so the settings cannot be compared");
            return;
        }
        List<JsonDifference> found = JsonDifference.all(a.result.experiment(), b.result.experiment());
        if (found.isEmpty()) {
            lines.add("experiment: the same");
        }
        for (JsonDifference d : found) {
            add("experiment: " + d.pointer() + " is " + d.expectedText() + " in A, " + d.actualText() + " in B");
        }
    }

    private void data() {
        List<Result.Data> inA = a.result.data();
        List<Result.Data> inB = b.result.data();
        int before = lines.size();
        if (inA.size() != inB.size()) {
            add("data: divided " + inA.size() + " times in A, " + inB.size() + " times in B");
            return;
        }
        for (int d = 0; d < inA.size(); d++) {
            String division = inA.size() == 1 ? "data: " : "data, division " + (d + 1) + ": ";
            String how = scaling(inA.get(d), inB.get(d));
            images(division + "training images", inA.get(d).train(), inB.get(d).train(), how);
            images(division + "test images", inA.get(d).test(), inB.get(d).test(), how);
            if (!inA.get(d).classes().equals(inB.get(d).classes())) {
                add(division + "the classes are " + inA.get(d).classes() + " in A, "
                        + inB.get(d).classes() + " in B");
            }
        }
        if (lines.size() == before) {
            lines.add("data: the same images, by their SHA-256");
        }
    }

    /** How the images were scaled, in words; empty if in the same way. */
    private static String scaling(Result.Data a, Result.Data b) {
        return Objects.equals(a.size(), b.size()) && a.imageSteps().equals(b.imageSteps())
                ? ""
                : scaling(a) + " in A, " + scaling(b) + " in B";
    }

    private static String scaling(Result.Data data) {
        return data.size() == null
                ? "not scaled"
                : "scaled to " + data.size().width() + "×" + data.size().height()
                        + data.imageSteps().stream()
                                .map(step -> " by " + step.path("fit").asText())
                                .collect(Collectors.joining());
    }

    /** @param how how they were scaled, where that differs: then the pixels of the same images differ, too */
    private void images(String what, Result.Images inA, Result.Images inB, String how) {
        if (!inA.sha256().equals(inB.sha256()) && inA.images() == inB.images() && !how.isEmpty()) {
            add(what + " have other pixels: " + count(inA.images()) + " in both, " + how);
        } else if (!inA.sha256().equals(inB.sha256())) {
            add(what + " are others: " + count(inA.images()) + " in A, " + count(inB.images()) + " in B");
        }
    }

    private static String count(int images) {
        return String.format(Locale.ROOT, "%,d", images);
    }

    /** No difference of results, as it must not change them. */
    private void machine() {
        if (a.timing == null || b.timing == null) {
            return;
        }
        String onA = machine(a.timing);
        String onB = machine(b.timing);
        lines.add(onA.equals(onB) ? "machine: the same, " + onA : "machine: A on " + onA + "; B on " + onB);
    }

    private static String machine(Timing timing) {
        return timing.threads() + " threads, " + timing.kernels() + " kernels, " + timing.jdk() + ", "
                + timing.processor();
    }

    private void accuracies() {
        int same = 0;
        int both = 0;
        for (CellResult cell : a.result.cells()) {
            String name = cell.feature() + " × " + cell.head();
            Optional<CellResult> other = b.cell(cell);
            if (other.isEmpty()) {
                add(name + ": only in A");
                continue;
            }
            both++;
            Accuracy inA = cell.accuracy(Split.TEST).orElseThrow();
            Accuracy inB = other.get().accuracy(Split.TEST).orElseThrow();
            if (inA.runs().equals(inB.runs())) {
                same++;
            } else {
                add(String.format(
                        Locale.ROOT,
                        "%s: %.2f %% in A, %.2f %% in B, %+.2f points",
                        name,
                        100 * inA.mean(),
                        100 * inB.mean(),
                        100 * (inB.mean() - inA.mean())));
            }
        }
        for (CellResult cell : b.result.cells()) {
            if (a.cell(cell).isEmpty()) {
                add(cell.feature() + " × " + cell.head() + ": only in B");
            }
        }
        lines.add("accuracies: the same on the test images, seed by seed, in " + same + " of " + both + " cells");
    }

    /** Of each run that both have: whether its features, its model and its predictions are the same. */
    private void predictions() throws IOException {
        for (CellResult cell : a.result.cells()) {
            Optional<CellResult> other = b.cell(cell);
            for (CellRun run : other.isEmpty() ? List.<CellRun>of() : cell.runs()) {
                for (CellRun inB : other.get().runs()) {
                    if (inB.of().equals(run.of())) {
                        run(cell, run, other.get(), inB);
                    }
                }
            }
        }
    }

    private void run(CellResult cellA, CellRun inA, CellResult cellB, CellRun inB) throws IOException {
        List<String> others = new ArrayList<>();
        if (!Objects.equals(inA.featuresSha256(), inB.featuresSha256())) {
            others.add("features");
        }
        for (String file : List.of("model.npz", PREDICTIONS)) {
            if (!Objects.equals(inA.files().get(file), inB.files().get(file))) {
                others.add(file);
            }
        }
        if (others.isEmpty()) {
            return;
        }
        add(cellA.feature() + " × " + cellA.head() + ", " + inA.of().text() + ": other "
                + String.join(", other ", others)
                + firstPrediction(a.predictions(cellA, inA), b.predictions(cellB, inB))
                        .map(text -> "; " + text)
                        .orElse(""));
    }

    /** The first test image with another prediction, and how many there are; empty where it is not known. */
    private static Optional<String> firstPrediction(
            Optional<List<PredictedImage>> inA, Optional<List<PredictedImage>> inB) {
        if (inA.isEmpty() || inB.isEmpty()) {
            return Optional.empty();
        }
        List<PredictedImage> images = inA.get();
        List<PredictedImage> others = inB.get();
        String first = null;
        int differing = 0;
        for (int i = 0; i < Math.min(images.size(), others.size()); i++) {
            PredictedImage x = images.get(i);
            PredictedImage y = others.get(i);
            if (!x.name().equals(y.name())) {
                return Optional.of("the test images are others, from the image of number " + i + " on");
            }
            if (!x.prediction().equals(y.prediction())) {
                differing++;
                first = first != null
                        ? first
                        : x.name() + " (" + x.truth() + ") is taken for " + x.prediction() + " in A, for "
                                + y.prediction() + " in B";
            }
        }
        return Optional.of(
                differing == 0
                        ? "all test images are taken for the same class"
                        : String.format(
                                Locale.ROOT,
                                "%,d of %,d test images are taken for another class, first: %s",
                                differing,
                                images.size(),
                                first));
    }

    /** Says what no line before does, such as another figure on validation images or with fewer training images. */
    private void figures() {
        List<JsonDifference> found = differ ? List.of() : JsonDifference.all(named(a.tree), named(b.tree));
        if (!found.isEmpty()) {
            JsonDifference d = found.get(0);
            add("figures: " + d.pointer() + " is " + d.expectedText() + " in A, " + d.actualText() + " in B"
                    + (found.size() == 1 ? "" : "; figures that differ: " + count(found.size())));
        }
    }

    /** Without the experiment; with names by which cells and runs are compared, wherever they stand in the list. */
    private static JsonNode named(JsonNode tree) {
        ObjectNode copy = ((ObjectNode) tree).deepCopy().without("experiment");
        for (JsonNode cell : copy.findParents("head")) {
            name(cell, cell.path("feature").asText() + " × " + cell.path("head").asText());
        }
        for (JsonNode run : copy.findParents("seed")) {
            name(run, "seed " + run.path("seed") + (run.has("fold") ? ", fold " + run.path("fold") : ""));
        }
        return copy;
    }

    private static void name(JsonNode node, String name) {
        if (!node.has("name")) {
            ((ObjectNode) node).put("name", name);
        }
    }

    private void add(String line) {
        lines.add(line);
        differ = true;
    }
}
