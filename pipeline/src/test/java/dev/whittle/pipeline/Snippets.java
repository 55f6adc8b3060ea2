package dev.whittle.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles and runs the lines of Java that documentation and pages show. */
public final class Snippets {
    private static final Pattern PRINTED =
            Pattern.compile("System\\.out\\.println\\(.*\\); // (.*)$", Pattern.MULTILINE);

    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();
    /** One for all, since it reads what the jars of the class path hold. */
    private static final StandardJavaFileManager FILES = COMPILER.getStandardFileManager(null, null, null);

    private Snippets() {}

    /**
     * Checks that a snippet prints what the comments behind its {@code System.out.println} say.
     *
     * @param where it stands, for the message
     * @param temp the folder below which it finds relative paths
     */
    public static void check(String where, String snippet, Path temp) throws Exception {
        List<String> expected = new ArrayList<>();
        Matcher m = PRINTED.matcher(snippet);
        while (m.find()) {
            expected.add(m.group(1));
        }
        assertFalse(expected.isEmpty(), "a snippet prints something that can be checked: " + snippet);
        assertEquals(expected, run(snippet, temp), where + ":\n" + snippet);
    }

    /**
     * Compiles a snippet as the body of a method, its imports above, runs it and returns the lines it prints. A
     * relative path in it is one below the folder.
     *
     * @throws IllegalStateException if it does not compile
     */
    static List<String> run(String snippet, Path temp) throws Exception {
        StringBuilder imports = new StringBuilder();
        StringBuilder body = new StringBuilder();
        for (String line : snippet.lines().toList()) {
            (line.startsWith("import ") ? imports : body).append(line).append('\n');
        }
        String placed = body.toString().replace("Path.of(\"", "Path.of(\"" + temp + "/");
        String source = imports + "public class Snippet { public static void main(String[] args) throws Exception {\n"
                + placed + "} }\n";
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
        if (!COMPILER.getTask(null, FILES, d -> {}, options, null, List.of(file))
                .call()) {
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
}
