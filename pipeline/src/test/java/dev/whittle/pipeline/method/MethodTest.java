package dev.whittle.pipeline.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Run;
import dev.whittle.pipeline.data.DataPlaces;
import dev.whittle.pipeline.experiment.Experiment;
import dev.whittle.pipeline.experiment.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MethodTest {
    @TempDir
    private Path temp;

    private Method method(String data, String seeds, String yaml) throws IOException {
        Path file =
                Files.writeString(temp.resolve("e.yaml"), "name: x\ndata: " + data + "\nseeds: " + seeds + "\n" + yaml);
        return Method.of(Plan.open(Experiment.read(file), DataPlaces.ofSystem(temp), Run.defaults()));
    }

    private static Method.Part part(Method method, String section, String name) {
        return method.sections().stream()
                .filter(s -> s.title().equals(section))
                .flatMap(s -> s.parts().stream())
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(section + ", " + name + " not in " + method));
    }

    private static String details(Method.Part part) {
        return part.details().stream()
                .map(d -> d.text() + (d.who().isEmpty() ? "" : " (" + d.who() + ")"))
                .collect(Collectors.joining(" "));
    }

    private static final String SEVERAL = """
            features:
              - {name: HoG, type: hog, images: [{type: equalize}], transforms: [{type: standardize}]}
              - name: filters
                type: encoding
                descriptors: {type: patches}
                reduce: [{type: zca}]
                encoder: {type: triangle, kMeans: {k: 10}}
                normalize: []
                transforms: [{type: standardize}]
              - {name: learned, type: hidden-layer}
              - {name: untrained, type: hidden-layer, trained: false}
            heads:
              - {name: SVM, type: linear-svm, candidates: [{l2: 0.1}, {l2: 0.01}]}
              - {name: MLP, type: mlp, hidden: [], training: {optimizer: adam}}
            """;

    @Test
    void theUsedPartsInTheOrderOfThePipeline() throws IOException {
        Method method = method("{set: generated, train: 40, validation: 20, test: 20}", "[1, 2]", SEVERAL);
        assertEquals(
                List.of(
                        "Data",
                        "Image steps",
                        "Local descriptors",
                        "Dictionaries",
                        "Encoders",
                        "Features",
                        "Transforms",
                        "Heads and networks",
                        "Choice of settings",
                        "Evaluation"),
                method.sections().stream().map(Method.Section::title).toList());
        String all = method.toString();
        for (String unused : List.of("bag-of-words", "fisher", "Rosenblatt", "McNemar", "softmax,")) {
            assertFalse(all.contains(unused), unused);
        }
        assertEquals(
                List.of("hog", "encoding", "hidden-layer"),
                method.sections().get(5).parts().stream().map(Method.Part::name).toList());
        assertEquals("(Dalal and Triggs 2005)", part(method, "Features", "hog").citations());
        Method.Part standardize = part(method, "Transforms", "standardize");
        assertEquals("HoG; filters", standardize.uses().get(0).who());
        assertTrue(details(part(method, "Dictionaries", "kmeans")).contains("k-means++"));
        String data = details(part(method, "Data", "generated"));
        assertTrue(data.contains("40 images are for training, 20 for validation and 20 for the test, in 10"), data);
        assertTrue(data.contains("seeds 1, 2; a seed decides"), data);
        assertTrue(all.contains("two crossed random factors") && all.contains("Holm"), all);
    }

    @Test
    void theSettingsAreThoseOfTheExperiment() throws IOException {
        Method method = method("{set: generated, train: 40, validation: 20, test: 20}", "[1, 2]", SEVERAL);
        String svm =
                part(method, "Heads and networks", "linear-svm").uses().get(0).settings();
        assertTrue(svm.contains("l2 0.1 or 0.01"), svm);
        assertFalse(svm.contains("training"), "mini-batches are not used: " + svm);
        Method.Part hidden = part(method, "Features", "hidden-layer");
        assertTrue(details(hidden).contains("trained on the labels of the training images before. (learned)"));
        assertTrue(details(hidden).contains("as they were drawn. (untrained)"));
        String mlp = part(method, "Heads and networks", "mlp").toString();
        assertTrue(mlp.contains("optimizer adam") && mlp.contains("Kingma and Ba 2015"), mlp);
        assertTrue(mlp.contains("hidden none") || mlp.contains("hidden []"), mlp);
        Method.Part hog = part(method, "Features", "hog");
        assertTrue(hog.uses().get(0).settings().startsWith("cellSize 8, bins 9"), hog.toString());
    }

    private static final String TWO = "features: [{name: p, type: raw-pixels}, {name: q, type: raw-pixels}, {name: r,"
            + " type: raw-pixels, heads: [s]}]\nheads: [{name: s, type: linear-svm}, {name: t, type: linear-svm}]\n";

    /** Holm is of the families of the baseline, so a baseline that shares no head with another one has none. */
    @Test
    void theBaselineAndWhatIsMeasuredBesides() throws IOException {
        String data = "{set: generated, train: 10, test: 10}";
        String all = method(data, "[1]", TWO + "baseline: q\nrobustness: {corruptions: [flip]}\n")
                .toString();
        assertTrue(all.contains("Holm") && all.contains("Hsu 1984") && all.contains("Hendrycks"), all);
        assertTrue(all.contains("the feature that the experiment declares"), all);
        assertTrue(all.contains("Corruptions: flip; where these have severities, of 1 to 5: 3."), all);
        assertFalse(all.contains("Guo"), "no head has probabilities: " + all);
        String alone = TWO.replace("type: raw-pixels, heads: [s]", "type: raw-pixels, heads: [u]")
                .replace("{name: t,", "{name: u, type: linear-svm}, {name: t,")
                .replace("name: p, type: raw-pixels", "name: p, type: raw-pixels, heads: [s, t]")
                .replace("name: q, type: raw-pixels", "name: q, type: raw-pixels, heads: [s, t]");
        String none =
                method(data, "[1]", alone + "baseline: r\ncontrols: false\n").toString();
        assertFalse(none.contains("Holm") || none.contains("Negative controls"), none);
        assertTrue(none.contains("Hsu 1984") && none.contains("McNemar"), none);
    }

    @Test
    void muonCitesItsOwnPaper() throws IOException {
        Bibliography.Paper paper = Bibliography.installed()
                .get(MethodTexts.installed()
                        .choice("optimizer", "muon")
                        .orElseThrow()
                        .papers()
                        .get(0));
        assertTrue(paper.text().contains("Muon: An optimizer for hidden layers in neural networks"), paper.text());
        assertTrue(paper.text().endsWith("https://kellerjordan.github.io/posts/muon/, 2024."), paper.text());
    }

    @Test
    void onlyPapersOfUsedPartsAreListed() throws IOException {
        Method method = method(
                "{set: generated, train: 10, test: 10}",
                "[1]",
                "features: [{name: p, type: raw-pixels}]\nheads: [{name: s, type: softmax}]\n");
        assertEquals(
                List.of("andrew2007", "barz2020", "guo2017", "liu1989"),
                method.papers().stream().map(Bibliography.Paper::key).toList());
        assertTrue(method.bibtex().startsWith("@inproceedings{andrew2007,"));
        assertEquals(4, method.sections().size(), method.toString());
        String all = method.toString();
        assertFalse(
                all.contains("Holm") || all.contains("McNemar") || all.contains("Hsu"), "there is one feature: " + all);
        assertFalse(all.contains("corrupted"), "there is no robustness: " + all);
        assertTrue(all.contains("Negative controls") && all.contains("nearly equal pictures"), all);
    }

    @Test
    void eachSeedMayDivideTheImages() throws IOException {
        Method method = method(
                "{set: generated, train: 20, test: 10, divide: per-seed}",
                "[1, 2]",
                "features: [{name: p, type: raw-pixels}, {name: h, type: color-histogram}]\n"
                        + "heads: [{name: s, type: softmax}]\n");
        String all = method.toString();
        assertTrue(all.contains("Each seed divides all images anew") && all.contains("corrected resampled t"), all);
        assertFalse(all.contains("crossed random factors"), all);
        assertTrue(all.contains("deviation over the seeds"), all);

        method = method(
                "{set: generated, images: 40, folds: 4}",
                "[1, 2]",
                "features: [{name: p, type: raw-pixels}]\nheads: [{name: s, type: softmax}]\n");
        all = method.toString();
        assertTrue(all.contains("deviation over all R runs, one for each fold and seed"), all);
        assertFalse(all.contains("deviation over the seeds"), all);
    }
}
