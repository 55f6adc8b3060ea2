package dev.whittle.pipeline.cli;

import static dev.whittle.pipeline.cli.Outcome.whittle;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Preprocessed;
import dev.whittle.feature.Progress;
import dev.whittle.feature.Run;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.encode.BagOfWords;
import dev.whittle.feature.hog.Hog;
import dev.whittle.feature.image.Equalize;
import dev.whittle.feature.image.GaussianBlur;
import dev.whittle.feature.image.ImageFile;
import dev.whittle.feature.image.Scale;
import dev.whittle.feature.local.Patches;
import dev.whittle.pipeline.data.generated.Generated;
import dev.whittle.pipeline.experiment.Experiment;
import dev.whittle.pipeline.experiment.Tiny;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandLineTest {
    @TempDir
    private Path temp;

    /** The stored text is what the options would be printed as; where they are wanted, they are read. */
    @Test
    void aStartReadsOnlyTheOptionsThatAreNamed() {
        CommandLine all = Main.commandLine();
        assertEquals(all.getUsageMessage(CommandLine.Help.Ansi.OFF), Main.usage(), "write usage.txt again");
        CommandLine none = Main.commandLineFor("--help", "x");
        assertEquals(Main.usage(), none.getUsageMessage(CommandLine.Help.Ansi.OFF));
        for (String name : all.getSubcommands().keySet()) {
            CommandLine one = Main.commandLineFor("help", name).getSubcommands().get(name);
            CommandLine full = all.getSubcommands().get(name);
            assertEquals(full.getUsageMessage(), one.getUsageMessage());
            assertTrue(
                    none.getSubcommands().get(name).getCommandSpec().options().isEmpty(), name);
        }
    }

    @Test
    void wrongUsageIsExitTwo() {
        for (Object[] args : new Object[][] {
            {},
            {"comapre"},
            {"compare", "--no-such-option"},
            {"compare", "--threads", "0"},
            {"compare", "--threads", "two"},
            {"compare", "--kernels", "fast"},
            {"compare", "--memory", "two"},
            {"verify"},
            {"diff", "results"},
            {"verify", "results", "--sample", "soon"},
            {"extract", "x.png"},
            {"extract", "x.png", "--feature", "hog", "--out", "features.txt"},
            {"describe", "x.png", "--descriptors", "dense-sift", "--out", "d.txt"},
            {"describe", "x.png", "--descriptors", "dense-sift", "--out", "d.npy", "--scale", "0"},
            {"segment", "x.png"},
            {"segment", "x.png", "--out", "labels", "--superpixels", "250,many"},
            {"segment", "x.png", "--out", "labels", "--superpixels", "0"},
            {"fetch", "imagenet"}
        }) {
            Outcome o = whittle(args);
            assertEquals(2, o.exit(), List.of(args) + o.err());
            assertTrue(o.err().startsWith("whittle: "), o.err());
            assertTrue(o.err().contains("Usage: ") == (args.length == 0), o.err());
            assertTrue(args.length == 0 || o.err().contains(" --help"), o.err());
            assertTrue(args.length == 0 || o.err().lines().count() <= 3, o.err());
        }
    }

    @Test
    void whatIsNotExpectedIsNamed() {
        Outcome o = whittle("compare", "photos", "more", "most");
        assertTrue(o.err().startsWith("whittle: not expected here: 'more', 'most'\n"), o.err());
        String[] many = IntStream.range(0, 1000).mapToObj(i -> "x" + i).toArray(String[]::new);
        many[0] = "compare";
        assertTrue(whittle((Object[]) many).err().contains("'x11' and 988 more"), "first ones");
        Outcome misspelled = whittle("comapre");
        assertTrue(misspelled.err().contains("'comapre'") && misspelled.err().contains("compare"), misspelled.err());
    }

    @Test
    void helpAndVersionAreExitZero() {
        for (String verb : List.of(
                "compare",
                "verify",
                "diff",
                "explore",
                "extract",
                "describe",
                "segment",
                "train",
                "predict",
                "fetch",
                "features",
                "heads",
                "info",
                "help")) {
            Outcome help = whittle(verb, "--help");
            assertEquals(0, help.exit());
            assertTrue(whittle("--help").out().contains("\n  " + verb + " "), verb);
            if (!verb.equals("help")) {
                assertEquals(help.out(), whittle("help", verb).out());
            }
        }
        assertTrue(whittle("--help").out().contains("whittle compare"));
        assertTrue(whittle("--version").out().contains("Java"));
    }

    @Test
    void aPageThatCannotBeWrittenIsRefusedBeforeItsFiguresAreComputed() {
        Path page = temp.resolve("none").resolve("page.html");
        Outcome refused = assertTimeout(Duration.ofSeconds(5), () -> whittle("explore", "--out", page));
        assertEquals(1, refused.exit());
        assertTrue(refused.err().contains("there is no folder " + page.getParent()), refused.err());
    }

    @Test
    void infoSaysWhatWhittleRunsOn() throws IOException {
        Files.createDirectories(temp.resolve("cifar-10-batches-bin"));
        Files.createDirectories(temp.resolve("my photos"));
        Outcome info = whittle("info", "--data", temp, "--threads", "3", "--kernels", "scalar");
        assertEquals(0, info.exit(), info.err());
        for (String part : List.of(
                "Java:       " + Runtime.version(),
                System.getProperty("os.arch"),
                "threads of a run: 3",
                "MiB of heap",
                "Kernels:    scalar (as asked for)",
                "Data:       " + temp + ": cifar10, folder my photos\n",
                "hog",
                "softmax")) {
            assertTrue(info.out().contains(part), part + " in " + info.out());
        }
        assertTrue(whittle("info").out().contains("Kernels:    vector-"), "the tests have the module");
        assertTrue(whittle("info", "--data", temp.resolve("none")).out().contains("none: there is no such folder"));
    }

    /** What is listed is what an experiment takes, key by key. */
    @Test
    void whatFeaturesAndHeadsListCanBePastedIntoAnExperiment() throws IOException {
        String features = whittle("features").out();
        String heads = whittle("heads").out();
        for (String part :
                List.of("Dalal and Triggs, CVPR 2005", "layout: dalal-triggs # cells, dalal-triggs,", "zca")) {
            assertTrue(features.contains(part), features);
        }
        for (String part : List.of("    optimizer: adagrad # sgd,", "classWeights: [] # balanced, or a list", "mlp")) {
            assertTrue(heads.contains(part), heads);
        }
        String[] parts = features.split("Image steps, for|Palettes, for|Local descriptors, for");
        String steps = items(parts[1]).replaceAll("(?m)^- name: .*$", "-").indent(2);
        Path yaml = Files.writeString(
                temp.resolve("all.yaml"),
                "name: all\ndata: {set: generated}\nfeatures:\n" + items(parts[0])
                        + "- name: steps\n  type: hog\n  images:\n" + steps + "heads:\n" + items(heads));
        Experiment experiment = Experiment.read(yaml);
        assertEquals(9, experiment.features().size());
        assertEquals(9, experiment.heads().size());
        assertEquals(Hog.defaults(), experiment.features().get(4).spec());
        Preprocessed all = (Preprocessed) experiment.features().get(8).spec();
        assertTrue(all.images().size() >= 5, steps);
        assertTrue(
                all.images().containsAll(List.of(GaussianBlur.defaults(), Equalize.defaults(), Scale.defaults())),
                steps);
    }

    /** The blocks of a list, each as an item of YAML with its type as its name, without keys that must be given. */
    private static String items(String listed) {
        StringBuilder items = new StringBuilder();
        for (String block : listed.split("\n\n")) {
            Matcher type = Pattern.compile("(?m)^  type: (\\S+)$").matcher(block);
            if (type.find() && !block.contains("must be given")) {
                items.append("- name: ")
                        .append(type.group(1))
                        .append('\n')
                        .append(block.stripTrailing())
                        .append('\n');
            }
        }
        return items.toString();
    }

    @Test
    void fewImagesTakeScalarKernelsUnlessTheirFeaturesAreLearned() throws IOException {
        FeatureExtractor hog = Hog.defaults().extractor();
        Run run = Run.defaults();
        FeatureExtractor words = new BagOfWords(
                        new Patches(6, 1), 100, false, new KMeans(2, 3, KMeans.Start.RANDOM, 0), 1, false)
                .fit(Generated.defaults().images("train", 10), run);
        for (String kernels : List.of("auto", "scalar", "vector")) {
            Holder holder = new Holder();
            new CommandLine(holder).setCaseInsensitiveEnumValuesAllowed(true).parseArgs("--kernels", kernels);
            String usual = holder.common.run(Progress.SILENT).kernels().name();
            Run given = holder.common.run(Progress.SILENT);
            assertEquals(
                    kernels.equals("auto") ? "scalar" : usual,
                    holder.common.suited(given, 31, hog).kernels().name());
            assertEquals(usual, holder.common.suited(given, 32, hog).kernels().name());
            assertEquals(usual, holder.common.suited(given, 1, words).kernels().name());
        }
    }

    @CommandLine.Command
    private static final class Holder {
        @CommandLine.Mixin
        private CommonOptions common;
    }

    @Test
    void whatCannotBeDoneIsOneLineAndExitOne() throws IOException {
        Path empty = Files.createDirectory(temp.resolve("empty"));
        Path yaml = temp.resolve("bad.yaml");
        Files.writeString(yaml, "name: x\ndata: {set: generated}\nseeds: [1]\nfeaturs: []\n");
        for (Object[] args : new Object[][] {
            {"compare", temp.resolve("absent.yaml")},
            {"compare", yaml},
            {"verify", empty},
            {"extract", temp.resolve("absent.png"), "--feature", "hog", "--out", temp.resolve("f.npy")},
            {"extract", empty, "--feature", "hog", "--out", temp.resolve("f.npy")},
            {"predict", temp.resolve("absent.npz"), yaml},
            {"predict", yaml, yaml}
        }) {
            Outcome o = whittle(args);
            assertEquals(1, o.exit(), List.of(args).toString());
            assertTrue(o.err().startsWith("whittle: "), o.err());
            assertEquals(1, o.err().strip().lines().count(), o.err());
        }
        assertTrue(whittle("compare", yaml).err().contains("4"), "names the line");
        assertFalse(Files.exists(temp.resolve("f.npy")));
    }

    @Test
    void compareThenVerifyThenPredict() throws IOException {
        Path out = temp.resolve("a folder with spaces");
        Outcome compared = whittle("compare", Tiny.file(), "--out", out, "--data", temp);
        assertEquals(0, compared.exit(), compared.err());
        assertTrue(compared.out().contains("| HoG + HSV |"), compared.out());
        assertTrue(compared.out().contains("\u2248: not worse than the best beyond chance"), compared.out());
        assertTrue(compared.out().contains("report.html"), compared.out());
        assertFalse(compared.err().contains("interrupted"), compared.err());
        for (String name : List.of("result.json", "timing.json", "report.html", "report.md")) {
            assertTrue(Files.size(out.resolve(name)) > 100, name);
        }
        for (String page : List.of("report.html", "report.md")) {
            String text = Files.readString(out.resolve(page));
            assertTrue(text.contains("2 candidates"), page);
            assertTrue(text.contains("random search, 2 trials by seed 1 over l2 from 0.01 to 1 (log)"), page);
            assertTrue(text.contains("(others down to "), page);
        }

        Outcome verified =
                whittle("verify", out, "--data", temp, "--threads", "1", "--kernels", "scalar", "--memory", "20k");
        assertEquals(0, verified.exit(), verified.out() + verified.err());
        assertTrue(verified.out().contains("\nEQUAL (1 threads, scalar kernels"), verified.out());

        Path image = temp.resolve("image.png");
        ImageFile.write(image, new Planar<>(GrayU8.class, 32, 32, 3));
        Path model;
        try (Stream<Path> cells = Files.list(out.resolve("cells"))) {
            model = cells.sorted().findFirst().orElseThrow().resolve("model.npz");
        }
        Outcome folder = whittle("predict", out, image);
        assertEquals(1, folder.exit());
        assertTrue(folder.err().contains("/cells/FEATURE--HEAD--seed-N/model.npz"), folder.err());
        Outcome predicted = whittle("predict", model, image);
        assertEquals(0, predicted.exit(), predicted.err());
        assertEquals(2, predicted.out().lines().count());
        assertEquals(12, predicted.out().lines().findFirst().orElseThrow().split(",").length);

        Path json = out.resolve("result.json");
        Files.writeString(json, Files.readString(json).replaceFirst("\"length\" : 3072", "\"length\" : 3073"));
        Outcome notEmpty = whittle("verify", out, "--data", temp, "--out", out);
        assertEquals(1, notEmpty.exit());
        assertTrue(notEmpty.err().contains("is there already and is not empty"), notEmpty.err());
        Outcome differs = whittle("verify", out, "--data", temp);
        assertEquals(1, differs.exit());
        assertTrue(differs.out().contains("DIFFERS") && differs.out().contains("/cells/0/length"), differs.out());
    }

    @Test
    void aFolderThatCannotBeWrittenIsOneLine() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "");
        Outcome o = whittle("compare", Tiny.file(), "--out", file.resolve("results"));
        assertEquals(1, o.exit());
        assertEquals(1, o.err().lines().filter(l -> l.startsWith("whittle: ")).count(), o.err());
        assertTrue(o.err().contains("file"), o.err());
    }

    /** As Ctrl-C does, by the signal that Java can send. */
    @Test
    void whatAnInterruptedComparisonKeepsIsSaid() throws IOException, InterruptedException {
        Path out = temp.resolve("results");
        Process whittle = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "compare",
                        Tiny.file().toString(),
                        "--threads",
                        "1",
                        "--data",
                        temp.toString(),
                        "--out",
                        out.toString())
                .redirectOutput(temp.resolve("out.log").toFile())
                .start();
        StringBuilder err = new StringBuilder();
        try (BufferedReader lines = whittle.errorReader(StandardCharsets.UTF_8)) {
            boolean begun = false;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                err.append(line).append('\n');
                if (line.startsWith("[1/40]")) {
                    begun = true;
                    // Process.destroy would close the streams.
                    whittle.toHandle().destroy();
                }
            }
            assertTrue(begun, err.toString());
        }
        assertTrue(whittle.waitFor(60, TimeUnit.SECONDS));
        assumeTrue(whittle.exitValue() > 128, "skipped: this system ends a process without a signal it can hear");
        String said = "whittle: interrupted; finished parts are kept in " + out
                + ", and the same command goes on from there\n";
        assertEquals(1, err.toString().split(Pattern.quote(said), -1).length - 1, err.toString());
        assertFalse(Files.exists(out.resolve("result.json")));
        try (Stream<Path> kept = Files.list(out.resolve("cells"))) {
            assertTrue(kept.anyMatch(cell -> Files.exists(cell.resolve("key"))));
        }
    }
}
