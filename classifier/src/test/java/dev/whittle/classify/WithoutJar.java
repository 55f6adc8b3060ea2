package dev.whittle.classify;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Calls a class as if a jar were not on the class path. */
public final class WithoutJar {
    private WithoutJar() {}

    /**
     * @param start how the names of the jars that are left out begin
     * @param inside loaded anew, with all that it uses
     */
    @SuppressWarnings("unchecked") // as it is declared
    public static <T> T call(String start, Class<? extends Callable<T>> inside) throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!Path.of(entry).getFileName().toString().startsWith(start)) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Thread.currentThread().setContextClassLoader(loader);
            return ((Callable<T>) loader.loadClass(inside.getName())
                            .getDeclaredConstructor()
                            .newInstance())
                    .call();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }
}
