package dev.whittle.spark;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/** A master or worker of Spark that ends when the process that started it ends, in whatever way. */
final class ClusterProcess {
    private ClusterProcess() {}

    /** @param args the main class and its arguments */
    public static void main(String[] args) throws ReflectiveOperationException {
        Thread watch = new Thread(() -> {
            try {
                // Nothing is ever written to it, so this returns when the other end is closed.
                while (System.in.read() >= 0) {}
            } catch (IOException e) {
                // The same.
            }
            Runtime.getRuntime().halt(0);
        });
        watch.setDaemon(true);
        watch.start();
        try {
            Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object)
                    Arrays.copyOfRange(args, 1, args.length));
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
