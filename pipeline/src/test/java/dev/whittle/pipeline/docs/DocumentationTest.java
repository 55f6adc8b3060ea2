package dev.whittle.pipeline.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Dataset;
import dev.whittle.feature.image.ImageFile;
import dev.whittle.pipeline.data.generated.Generated;
import dev.whittle.pipeline.experiment.Experiment;
import dev.whittle.pipeline.experiment.ExperimentFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documentation shows is run as it stands there. */
class DocumentationTest {
    private static final Path ROOT = root();
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");
    private static final Pattern PRINTED =
            Pattern.compile("System\\.out\\.println\\(.*\\); // (.*)$", Pattern.MULTILINE);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)\\)");

    @TempDir
    private Path temp;

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("whittle"))) {
            folder = folder.getParent();
        }
        return folder;
    }

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
                List<String> expected = new ArrayList<>();
                Matcher m = PRINTED.matcher(snippet);
                while (m.find()) {
                    expected.add(m.group(1));
                }
                assertFalse(expected.isEmpty(), "a snippet prints something that can be checked: " + snippet);
                assertEquals(expected, run(snippet), page + ":\n" + snippet);
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
    void aWrongSnippetIsNoticed() throws Exception {
        assertEquals(List.of("3"), run("System.out.println(1 + 2); // 3\n"));
        try {
            run("int x = \"no number\";\n");
        } catch (IllegalStateException e) {
            return;
        }
        throw new AssertionError("a snippet that does not compile must fail");
    }

    /**
     * Compiles a snippet as the body of a method, its imports above, runs it and returns the lines it prints. A
     * relative path in it is one below a temporary folder.
     */
    private List<String> run(String snippet) throws Exception {
        StringBuilder imports = new StringBuilder();
        StringBuilder body = new StringBuilder();
        for (String line : snippet.lines().toList()) {
            (line.startsWith("import ") ? imports : body).append(line).append('\n');
        }
        String placed = body.toString().replace("Path.of(\"", "Path.of(\"" + temp + "/");
        String source = imports + "public class Snippet { public static void main(String[] args) throws Exception {\n"
                + placed + "} }\n";
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Path classes = Files.createTempDirectory(temp, "classes");
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///Snippet.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        List<String> options =
                List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none");
        if (!compiler.getTask(null, null, d -> {}, options, null, List.of(file)).call()) {
            throw new IllegalStateException("does not compile:\n" + source);
        }
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            loader.loadClass("Snippet").getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
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
