package dev.whittle.pipeline.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Dataset;
import dev.whittle.feature.image.ImageFile;
import dev.whittle.pipeline.Snippets;
import dev.whittle.pipeline.data.generated.Generated;
import dev.whittle.pipeline.experiment.Experiment;
import dev.whittle.pipeline.experiment.ExperimentFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documentation shows is run as it stands there. */
class DocumentationTest {
    private static final Path ROOT = Guide.root();
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)\\)");

    @TempDir
    private Path temp;

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")));
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            docs.filter(p -> p.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        return pages;
    }

    private static List<String> blocks(Path page, String language) throws IOException {
        List<String> blocks = new ArrayList<>();
        Matcher m = BLOCK.matcher(Files.readString(page));
        while (m.find()) {
            if (m.group(1).equals(language)) {
                blocks.add(m.group(2));
            }
        }
        return blocks;
    }

    @Test
    void javaSnippetsPrintWhatTheirCommentsSay() throws Exception {
        int snippets = 0;
        photos();
        for (Path page : pages()) {
            for (String snippet : blocks(page, "java")) {
                Snippets.check(page.toString(), snippet, temp);
                snippets++;
            }
        }
        assertTrue(snippets >= 5, "the README has snippets");
    }

    /** The folder that snippets read: 20 images of each class of the generated data set. */
    private void photos() throws IOException {
        Dataset images = Generated.defaults().images("train", 200);
        for (int i = 0; i < images.size(); i++) {
            Path folder = temp.resolve("photos").resolve(images.classes().get(images.label(i)));
            ImageFile.write(
                    Files.createDirectories(folder).resolve(String.format(Locale.ROOT, "%03d.png", i)),
                    images.image(i));
        }
    }

    @Test
    void experimentsAreUnderstood() throws IOException {
        int n = 0;
        try (Stream<Path> files = Files.list(ROOT.resolve("experiments"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
                for (Experiment experiment : ExperimentFile.read(file)) {
                    // Of several data sets each has its name behind that of the file.
                    String name = experiment.name().replaceFirst(" on .*", "");
                    assertEquals(file.getFileName().toString(), name + ".yaml");
                }
                n++;
            }
        }
        assertTrue(n >= 4);
        for (Path page : pages()) {
            for (String yaml : blocks(page, "yaml")) {
                if (yaml.contains("heads:")) {
                    Experiment.read(Files.writeString(temp.resolve("snippet.yaml"), yaml));
                }
            }
        }
    }

    @Test
    void linksLeadToFiles() throws IOException {
        int links = 0;
        for (Path page : pages()) {
            Matcher m = LINK.matcher(Files.readString(page));
            while (m.find()) {
                if (!m.group(1).startsWith("http")) {
                    assertTrue(
                            Files.exists(page.resolveSibling(m.group(1))),
                            page + " links to " + m.group(1) + ", which is absent");
                    links++;
                }
            }
        }
        assertTrue(links > 3);
    }
}
