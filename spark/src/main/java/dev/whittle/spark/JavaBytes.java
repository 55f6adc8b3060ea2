package dev.whittle.spark;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.UncheckedIOException;

/**
 * Objects as bytes, by Java's own serialisation. Lambdas and records need it, whichever serializer Spark was set to.
 */
final class JavaBytes {
    private JavaBytes() {}

    static byte[] of(Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot be sent between machines: " + e.getMessage(), e);
        }
        return bytes.toByteArray();
    }

    /** @param loader knows the classes, also those of jars that were given to Spark later */
    static Object value(byte[] bytes, ClassLoader loader) {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes)) {
            @Override
            protected Class<?> resolveClass(ObjectStreamClass type) throws IOException, ClassNotFoundException {
                try {
                    return Class.forName(type.getName(), false, loader);
                } catch (ClassNotFoundException e) {
                    return super.resolveClass(type);
                }
            }
        }) {
            return in.readObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot be read back: " + e.getMessage(), e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    "The jar with " + e.getMessage() + " is not on this machine; give it to spark-submit with --jars",
                    e);
        }
    }

    /** The class loader of the task, or of the program. */
    static ClassLoader loader() {
        ClassLoader own = Thread.currentThread().getContextClassLoader();
        return own != null ? own : JavaBytes.class.getClassLoader();
    }
}
