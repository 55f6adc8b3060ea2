package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.ClassWeights;
import dev.whittle.classify.linear.Softmax;
import dev.whittle.classify.model.CanonicalJson;
import dev.whittle.classify.model.JsonAt;
import dev.whittle.classify.nn.Mlp;
import dev.whittle.feature.Concat;
import dev.whittle.feature.Run;
import dev.whittle.feature.color.ColorHistogram;
import dev.whittle.feature.data.PixelHash;
import dev.whittle.feature.image.RawPixels;
import dev.whittle.feature.image.Size;
import dev.whittle.feature.transform.Standardize;
import dev.whittle.pipeline.data.Cifar10;
import dev.whittle.pipeline.data.FolderSource;
import dev.whittle.pipeline.data.generated.Generated;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExperimentTest extends ExperimentFiles {
    @Test
    void whatTheFileSays() throws IOException {
        Experiment e = read(GOOD);
        assertEquals("example", e.name());
        assertEquals(new DataSpec(new Cifar10(), 2000, 500, 1000), e.data());
        assertEquals("cifar10", e.data().set());
        assertEquals(List.of(1L, 2L, 3L), e.seeds());
        assertEquals(
                new Experiment.Feature("pixels", RawPixels.defaults(), List.of(Standardize.defaults())),
                e.features().get(0));
        assertEquals(
                new Experiment.Feature(
                        "both", new Concat(List.of(new RawPixels(true), ColorHistogram.defaults())), List.of()),
                e.features().get(1));
        assertEquals(new Experiment.Head("softmax", Softmax.l2(1e-4)), e.heads().get(0));
        assertEquals(List.of(64, 32), ((Mlp) e.heads().get(1).candidates().get(0)).hidden());
    }

    @Test
    void absentNumbersMeanAllImagesAndNoValidation() throws IOException {
        DataSpec all = new DataSpec(new Cifar10(), DataSpec.ALL, 0, DataSpec.ALL);
        assertEquals(
                all,
                read(GOOD.replace(", train: 2000, validation: 500, test: 1000", ""))
                        .data());
        assertEquals(
                all,
                read(GOOD.replace("train: 2000, validation: 500, test: 1000", "train: all, test: all"))
                        .data());
    }

    @Test
    void aDataSetHasItsOwnKeys() throws IOException {
        String data = "data: {set: folder, path: scenes, size: {width: 32, height: 24},"
                + " split: {trainPerClass: 100, seed: 1}}";
        assertEquals(
                new FolderSource("scenes", null, new Size(32, 24), null, null, new FolderSource.Split(100, null, 1)),
                read(withData(data)).data().source());
        assertRefused(
                withData("data: {set: folder, pth: scenes}"),
                ":2: data/pth: unknown key 'pth'; did you mean 'path'?"
                        + " Valid: path, labels, size, fit, color, split, set, train, validation, test, divide, folds,"
                        + " images");
        assertRefused(
                withData("data: {set: folder, path: x, split: {seed: 1}}"),
                ":2: data/split: split: either trainPerClass or testFraction is given, got null and null");
        assertRefused(withData("data: {set: folder}"), ":2: data: 'path' is missing");
        assertRefused(
                withData("data: {set: cifar}"),
                ":2: data/set: unknown data set 'cifar'. Valid: " + String.join(", ", DataSpec.SETS.keySet()));
        assertRefused(
                withData("data: {set: mnist, train: none}"),
                ":2: data/train: expected a number of images or 'all', got the text 'none'");
        assertRefused(
                withData("data: {set: mnist, test: 0}"),
                ":2: data/test: expected a whole number from 1 to 2147483646, got 0");
    }

    @Test
    void aHeadMayHaveCandidates() throws IOException {
        String heads = GOOD.substring(0, GOOD.indexOf("heads:"))
                + "heads:\n  - {name: softmax, type: softmax, tolerance: 0.001, candidates: [{l2: 0.5}, {l2: 0.25}]}\n";
        Experiment e = read(heads);
        assertEquals(
                List.of(Softmax.l2(0.5), Softmax.l2(0.25)), e.heads().get(0).candidates());
        assertEquals(e, Experiment.decode(new JsonAt(CanonicalJson.parse(CanonicalJson.bytes(e.encode())), p -> p)));
        assertRefusedAbout(heads.replace("{l2: 0.25}", "{l3: 0.25}"), "unknown key 'l3'");
        assertRefusedAbout(heads.replace("{l2: 0.25}", "0.25"), "heads/0/candidates/1: expected a mapping of settings");
        assertRefusedAbout(heads.replace("{l2: 0.5}, {l2: 0.25}", ""), "heads/0/candidates: there is no candidate");
        String none = ": there are no validation images to choose by; data.validation says how many";
        assertRefused(heads.replace("validation: 500, ", "validation: 0, "), ":13: heads/0/candidates" + none);
        assertRefused(
                heads.replace("validation: 500, ", "validation: 0, ")
                        .replaceFirst("candidates: .*\\]", "search: {method: grid, over: {l2: [0.5, 0.25]}}"),
                ":13: heads/0/search" + none);
        assertRefusedAbout(
                heads.replace("validation: 500, ", "validation: true, "),
                "data/validation: expected a number of images, or {folds: K} for inner folds, got true");
        // Of one candidate nothing is chosen.
        String single = heads.replace("validation: 500, ", "").replace("{l2: 0.5}, ", "");
        assertEquals(0, read(single).data().validation());
    }

    @Test
    void whereAHeadHasCandidatesAFifthIsForValidation() throws IOException {
        String heads = GOOD.substring(0, GOOD.indexOf("heads:")) + "heads: [{name: softmax, type: softmax, %s}]\n";
        String data = "data: {set: generated, train: 40, %stest: 10}";
        for (String choice :
                List.of("candidates: [{l2: 0.5}, {l2: 0.25}]", "search: {method: grid, over: {l2: [0.5, 0.25]}}")) {
            String yaml = heads.formatted(choice).replaceFirst("(?m)^data: .*$", data);
            Experiment absent = read(yaml.replace("%s", ""));
            assertEquals(absent, Experiment.decode(new JsonAt(absent.encode(), p -> p)));
            Plan plan = Plan.open(absent, Tiny.noData(folder), Run.defaults());
            assertEquals(10, plan.validation());
            assertEquals(50, plan.data().train().size());
            Plan named = Plan.open(read(yaml.replace("%s", "validation: 10, ")), Tiny.noData(folder), Run.defaults());
            assertEquals(named.experiment(), plan.experiment());
            assertTrue(text(plan.experiment()).contains("\"validation\" : 10,"), text(plan.experiment()));
            assertEquals(
                    PixelHash.of(named.data().train()), PixelHash.of(plan.data().train()));
        }
        Experiment few = read(heads.formatted("candidates: [{l2: 0.5}, {l2: 0.25}]")
                .replaceFirst("(?m)^data: .*$", "data: {set: generated, train: 3, test: 10}"));
        String message = assertThrows(IOException.class, () -> Plan.open(few, Tiny.noData(folder), Run.defaults()))
                .getMessage();
        assertTrue(message.contains("data.validation says how many"), message);
    }

    @Test
    void aFifthIsOfWhatThereIs() {
        assertEquals(11, fifth(DataSpec.ALL, 57));
        assertEquals(500, fifth(2000, 50_000));
        assertEquals(5000, fifth(45_000, 50_000));
        assertEquals(0, fifth(50_000, 50_000));
        assertEquals(0, fifth(60_000, 50_000));
        DataSpec named = new DataSpec(new Cifar10(), DataSpec.ALL, 7, DataSpec.ALL);
        assertEquals(named, named.withValidation(50_000));
    }

    private static int fifth(int train, int images) {
        return new DataSpec(new Cifar10(), train, HeldOut.FIFTH, DataSpec.ALL)
                .withValidation(images)
                .validation();
    }

    @Test
    void aListOfOneOrASquareMayBeShort() throws IOException {
        String yaml = """
                name: short
                data: {set: folder, path: ~/photos, size: 32, split: {testFraction: 0.5}}
                features: {name: colours, type: color-histogram, joint: false, bins: 4, space: hue}
                heads: {name: MLP, type: mlp, hidden: 256}
                """;
        String full = """
                name: short
                data: {set: folder, path: ~/photos, size: {width: 32, height: 32}, split: {testFraction: 0.5, seed: 0}}
                seeds: [1]
                features: [{name: colours, type: color-histogram, joint: false, bins: [4], space: hue}]
                heads: [{name: MLP, type: mlp, hidden: [256]}]
                """;
        yaml = yaml.replace("0.5}", "0.5, seed: 0}");
        Experiment e = read(yaml);
        assertEquals(read(full), e);
        assertEquals(read(full.replace("seeds: [1]", "seeds: 1")), e);
        assertEquals(
                read(full.replace("[{name: colours", "[{transforms: [{type: zca}], name: colours")),
                read(yaml.replace("{name: colours", "{transforms: {type: zca}, name: colours")));
        // A result has the full form.
        String written = new String(CanonicalJson.bytes(e.encode()), StandardCharsets.UTF_8).replaceAll("\\s", "");
        for (String part : List.of(
                "\"seeds\":[1]",
                "\"path\":\"~/photos\"",
                "\"size\":{\"width\":32,\"height\":32}",
                "\"bins\":[4]",
                "\"hidden\":[256]")) {
            assertTrue(written.contains(part), part + " in " + written);
        }
        String valid = yaml;
        assertRefused(
                valid.replace("hidden: 256", "hidden: many"),
                ":4: heads/hidden: expected a whole number, got the text 'many'");
        assertRefused(
                valid.replace("hidden: 256", "hidden: {a: 1}"),
                ":4: heads/hidden: expected a whole number, got keys with values");
        assertRefused(valid.replace("hidden: 256", "hidden:"), ":4: heads/hidden: expected a list, got nothing");
        assertRefusedAbout(valid.replace("hidden: 256", "hidden: 0"), ":4: heads: ", "hidden");
        assertRefused(
                valid.replace("size: 32", "size: small"),
                ":2: data/size: expected keys with values, got the text 'small'");
        assertRefused(valid.replace("size: 32", "size: 32.5"), ":2: data/size: expected a whole number, got 32.5");
        assertRefused(valid.replace("size: 32", "size: 0"), ":2: data/size: width and height are 1 to 16384, got 0x0");
        assertRefused(
                valid.replace("size: 32", "size: [32, 32]"), ":2: data/size: expected keys with values, got a list");
        assertRefused(valid + "seeds: one\n", ":5: seeds: expected a whole number, got the text 'one'");
        assertRefused(valid + "seeds:\n", ":5: seeds: expected a list, got nothing");
        assertRefused(valid + "seeds: 1.5\n", ":5: seeds: expected a whole number, got 1.5");
    }

    /** A setting without effect is refused in a list of one element that is given as this element, too. */
    @Test
    void aPartWithoutItsListIsCheckedToo() throws IOException {
        String yaml = GOOD.replace(
                "    parts:\n      - type: raw-pixels\n        gray: true\n      - type: color-histogram\n",
                "    parts: {type: hidden-layer, mlp: {activation: maxout}}\n");
        read(yaml);
        assertRefusedAbout(
                yaml.replace("activation: maxout", "training: {optimizer: sgd, decay: 0.5}"),
                ":8: features/1/parts/mlp/training/decay",
                "has no effect");
    }

    @Test
    void classWeightsMayBeBalanced() throws IOException {
        Experiment e = read(GOOD.replace("l2: 1e-4", "classWeights: balanced"));
        assertEquals(
                ClassWeights.balanced(),
                ((Softmax) e.heads().get(0).candidates().get(0)).classWeights());
        assertEquals(e, Experiment.decode(new JsonAt(CanonicalJson.parse(CanonicalJson.bytes(e.encode())), p -> p)));
        assertTrue(new String(CanonicalJson.bytes(e.encode()), StandardCharsets.UTF_8)
                .contains("\"classWeights\" : \"balanced\""));
        assertRefused(
                GOOD.replace("l2: 1e-4", "classWeights: equal"),
                ":13: heads/0/classWeights: unknown value 'equal'. Valid: balanced");
    }

    @Test
    void classWeightsAreCountedBeforeAnythingIsTrained() throws IOException {
        String yaml = withData("data: {set: generated, train: 10, validation: 0, test: 10}");
        for (String head : List.of("type: softmax", "type: linear-svm")) {
            Experiment e = read(yaml.replace("type: softmax, l2: 1e-4", head + ", classWeights: [1, 2]"));
            assertEquals(
                    "heads/0: the head 'softmax' does not suit the data set generated:"
                            + " There are 10 classes, but 2 classWeights",
                    assertThrows(IOException.class, () -> Plan.open(e, Tiny.noData(folder), Run.defaults()))
                            .getMessage());
        }
        Experiment ten = read(yaml.replace("l2: 1e-4", "classWeights: [1, 1, 1, 1, 1, 1, 1, 1, 1, 2]"));
        assertEquals(
                10,
                Plan.open(ten, Tiny.noData(folder), Run.defaults())
                        .data()
                        .test()
                        .size());
    }

    @Test
    void theGeneratedSetHasItsFactors() throws IOException {
        Experiment e = read(withData("data: {set: generated, train: 100, seed: 5, clutter: false}"));
        Generated set = (Generated) e.data().source();
        assertEquals(5, set.seed());
        assertFalse(set.clutter());
        assertEquals(Generated.defaults().size(), set.size());
        assertEquals(e, Experiment.decode(new JsonAt(CanonicalJson.parse(CanonicalJson.bytes(e.encode())), p -> p)));
    }

    @Test
    void whatIsWrongIsNamedWithItsLine() {
        assertRefused(
                GOOD.replace("l2:", "l22:"),
                ":13: heads/0/l22: unknown key 'l22'; did you mean 'l2'?"
                        + " Valid: l2, l1, intercept, classWeights, iterations, tolerance, name,"
                        + " candidates, search, type");
        assertRefused(
                GOOD.replace("gray: true", "gray: yes"),
                ":10: features/1/parts/0/gray: expected true or false, got the text 'yes'");
        assertRefused(
                GOOD.replace("seeds: [1, 2, 3]", "seed: 1"),
                ":3: seed: unknown key 'seed'; did you mean 'seeds'? Valid: name, data, seeds, trainImages,"
                        + " features, heads, fusions, robustness, baseline, controls, variance");
        assertRefused(GOOD.replace("name: example\n", ""), ":1: 'name' is missing");
        assertRefused(
                GOOD.replace("seeds: [1, 2, 3]", "baseline: HOG"),
                ":3: baseline: the baseline 'HOG' is no feature of this experiment. Valid: pixels, both");
        assertRefused(GOOD.replace("[1, 2, 3]", "[1, 2, 1]"), ":1: Experiment: seeds has '1' twice");
        assertRefused(GOOD.replace("[1, 2, 3]", "[]"), ":1: Experiment: seeds has no element, at least one is needed");
        assertRefused(
                GOOD.replace("[1, 2, 3]", "[1, 0x2]"), ":3: seeds/1: expected a whole number, got the text '0x2'");
        assertRefused(
                GOOD.replace("[1, 2, 3]", "[1, 010]"), ":3: seeds/1: expected a whole number, got the text '010'");
        assertRefused(
                GOOD.replace("name: both", "name: pixels"),
                ":6: features/1/name: the name 'pixels' is given twice; names tell rows and columns apart");
        assertRefused(GOOD.replace("name: both", "name: ''"), ":6: features/1/name: the name is empty");
        assertRefused(
                GOOD.replace("type: standardize", "type: softmax"),
                ":5: features/0/transforms/0/type: 'softmax' is no transform. Valid: additive-chi-squared,"
                        + " hellinger, l2, nystroem, pca, power, product-quantization, random-fourier, standardize,"
                        + " tf-idf, zca");
        assertRefused(
                GOOD.replace("1e-4", "-1e-4"), ":13: heads/0: Softmax: l2 must be at least 0 and finite, got -1.0E-4");
        assertRefused(
                GOOD.replace("1e-4", "1e-4x"),
                ":13: heads/0/l2: expected a number in the range of double, got the text '1e-4x'");
        assertRefused(
                GOOD.replace("l2: 1e-4", "l2:"),
                ":13: heads/0/l2: expected a number in the range of double, got nothing");
        assertRefused(
                GOOD.replace("{name: softmax, type: softmax,", "{name: softmax, type:softmax,"),
                ":13: heads/0/type:softmax: a space is missing after the colon of 'type:softmax'; write"
                        + " 'type: softmax'");
        assertRefused(
                GOOD.replace("{name: softmax, type: softmax,", "{name: softmax, type: softmax, l1:0.5,"),
                ":13: heads/0/l1:0.5: a space is missing after the colon of 'l1:0.5'; write 'l1: 0.5'");
        assertRefused("just a text", ":1: expected keys with values, got the text 'just a text'");
    }

    @Test
    void theTreeHasAllDefaultsAndComesBack() throws IOException {
        Experiment e = read(GOOD);
        byte[] json = CanonicalJson.bytes(e.encode());
        JsonAt at = new JsonAt(CanonicalJson.parse(json), pointer -> pointer);
        Experiment back = Experiment.decode(at);
        assertEquals(e, back);
        assertEquals(new String(json, StandardCharsets.UTF_8), text(back));
        String head = text(read(GOOD)).substring(0, 200);
        assertTrue(head.startsWith("""
                        {
                          "name" : "example",
                          "data" : {
                            "set" : "cifar10",
                            "train" : 2000,
                            "validation" : 500,
                            "test" : 1000
                          },
                          "seeds" : [ 1, 2, 3 ],
                        """), head);
        assertTrue(text(e).contains("\"l2\" : 0.0001,\n"), text(e));
        assertTrue(text(e).contains("\"epsilon\" : 0.000001"), text(e));
    }

    @Test
    void theSpellingOfTheFileDoesNotMatter() throws IOException {
        String other = """
                # the same in another spelling
                "heads": [{type: softmax, l2: 0.00010, name: softmax}, {name: 'MLP', hidden: [64, 32], type: mlp}]
                seeds: [+1, 2, 3]
                features: [
                  {type: raw-pixels, gray: false, name: pixels, transforms: [{type: standardize, epsilon: 1.0E-6}]},
                  {type: concat, name: both, parts: [{type: raw-pixels, gray: True}, {type: color-histogram}]}]
                data: {test: 1000, validation: 500, train: 2000, set: cifar10}
                name: example
                """;
        assertEquals(text(read(GOOD)), text(read(other)));
    }

    @Test
    void aFolderAndAllItsImagesComeBack() throws IOException {
        Experiment e = read(withData("data: {set: folder, path: scenes, split: {testFraction: 0.25, seed: 1}}"));
        byte[] json = CanonicalJson.bytes(e.encode());
        assertEquals(e, Experiment.decode(new JsonAt(CanonicalJson.parse(json), pointer -> pointer)));
    }
}
