package dev.whittle.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.Samples;
import dev.whittle.classify.nn.Mlp;
import dev.whittle.feature.Run;
import dev.whittle.feature.hog.Hog;
import dev.whittle.feature.image.ImageFile;
import dev.whittle.feature.table.Matrix;
import dev.whittle.pipeline.cli.Main;
import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A program that loads Whittle by a class loader of its own, as servers and notebooks do, can drop it: threads, hooks
 * and caches do not keep it, not even those of the thread that called it. In another JVM, in which soft references are
 * cleared at once, as they would be when memory is short.
 *
 * <p>Two caches of Java itself are not ours. ImageIO keeps the class loader of the thread that first uses it, so the
 * program uses it before. And Java 17 keeps the type of a component of the record that was last compared, hashed
 * or printed, so the program does that with one of its own at the end.
 */
@Tag("long")
class ClassLoaderTest {
    private static final int LOADERS = 3;

    @TempDir
    private Path temp;

    /** What is done with Whittle. Loaded anew by each loader. */
    public static final class Work implements Runnable {
        @Override
        public void run() {
            try {
                Path temp = Path.of(System.getProperty("test.temp"));
                Run run = Run.defaults().withThreads(2);
                Planar<GrayU8> image = new Planar<>(GrayU8.class, 32, 32, 3);
                Path png = temp.resolve("image.png");
                ImageFile.write(png, image);
                Matrix features = Matrix.of(Hog.defaults().fit(null, run).extract(ImageFile.read(png), run));
                Path checkpoints = Files.createTempDirectory(temp, "checkpoints");
                Mlp.defaults().fit(new Samples(features, new int[] {0}, 2), run.withCheckpoints(checkpoints));
                String experiment = temp.resolve("tiny.yaml").toString();
                String out = Files.createTempDirectory(temp, "out").toString();
                int exit = Main.execute(Main.commandLine(), "compare", experiment, "--threads", "2", "--out", out);
                if (exit != 0) {
                    throw new IllegalStateException("exit code " + exit);
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The same with a hook that keeps the loader. */
    public static final class WorkWithHook implements Runnable {
        @Override
        public void run() {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {}));
        }
    }

    static final class Child {
        private Child() {}

        record Inner(int value) {}

        record Outer(Inner inner) {}

        public static void main(String[] args) throws Exception {
            ImageIO.getCacheDirectory();
            List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
            for (int i = 0; i < LOADERS; i++) {
                loaders.add(workIn(args[0]));
            }
            Outer own = new Outer(new Inner(1));
            if (!own.equals(new Outer(new Inner(1)))
                    || own.hashCode() != 1
                    || own.toString().isEmpty()) {
                throw new IllegalStateException("records of this program");
            }
            long left = LOADERS;
            for (int i = 0; i < 50 && left > 0; i++) {
                System.gc();
                Thread.sleep(100);
                left = loaders.stream().filter(loader -> loader.get() != null).count();
            }
            System.out.println("left: " + left);
            System.exit(0);
        }

        private static WeakReference<ClassLoader> workIn(String name) throws Exception {
            List<URL> urls = new ArrayList<>();
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                urls.add(Path.of(entry).toUri().toURL());
            }
            try (URLClassLoader loader =
                    new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
                Class<?> work = loader.loadClass(name);
                if (work.getClassLoader() != loader) {
                    throw new IllegalStateException("not loaded anew");
                }
                Thread.currentThread().setContextClassLoader(loader);
                ((Runnable) work.getDeclaredConstructor().newInstance()).run();
                return new WeakReference<>(loader);
            } finally {
                Thread.currentThread().setContextClassLoader(ClassLoader.getSystemClassLoader());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"Work, 0", "WorkWithHook, " + LOADERS})
    void theLoaderGoes(String work, int left) throws Exception {
        try (var tiny = getClass().getResourceAsStream("/tiny.yaml")) {
            Files.copy(tiny, temp.resolve("tiny.yaml"));
        }
        Path log = temp.resolve("log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:SoftRefLRUPolicyMSPerMB=0",
                        "-XX:TieredStopAtLevel=1",
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-Djava.awt.headless=true",
                        "-Dtest.temp=" + temp,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        ClassLoaderTest.class.getName() + "$" + work)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertTrue(process.waitFor(10, TimeUnit.MINUTES));
        String text = Files.readString(log, StandardCharsets.UTF_8);
        assertEquals(0, process.exitValue(), text);
        assertTrue(text.endsWith("left: " + left + "\n"), text);
    }
}
