package dev.whittle.benchmarks;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Fitted;
import dev.whittle.feature.cluster.Codebook;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NdArray;
import dev.whittle.feature.table.Rows;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * A benchmark's method with one value for each of its parameters: what JMH measures as one line of its table.
 *
 * @param params by name of the field, in the order of the fields
 */
record Variant(Method method, Map<String, String> params) {
    /** Of batches of images, as JMH draws them, a test takes this part: each image is computed for itself. */
    static final int PART = 16;

    private static final List<Variant> ALL = find();

    /** All of the module, as its annotations say: found in the class files, without asking JMH. */
    static List<Variant> all() {
        return ALL;
    }

    private static List<Variant> find() {
        List<Variant> variants = new ArrayList<>();
        for (Class<?> type : benchmarkClasses()) {
            for (Map<String, String> params : combinations(type)) {
                benchmarks(type).forEach(method -> variants.add(new Variant(method, params)));
            }
        }
        return List.copyOf(variants);
    }

    /** The classes that have a method with {@code @Benchmark}, by name. */
    static List<Class<?>> benchmarkClasses() {
        try {
            Path classes = Path.of(HogBenchmark.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path folder = classes.resolve("dev/whittle/benchmarks");
            List<Class<?>> found = new ArrayList<>();
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.sorted().toList()) {
                    String name = file.getFileName().toString();
                    if (name.endsWith(".class") && !name.equals("package-info.class")) {
                        Class<?> type = Class.forName("dev.whittle.benchmarks." + name.replace(".class", ""));
                        if (benchmarks(type).findAny().isPresent()) {
                            found.add(type);
                        }
                    }
                }
            }
            return found;
        } catch (URISyntaxException | ReflectiveOperationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<Method> benchmarks(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods()).filter(method -> method.isAnnotationPresent(Benchmark.class));
    }

    private static List<Map<String, String>> combinations(Class<?> type) {
        List<Map<String, String>> all = List.of(Map.of());
        for (Field field : type.getDeclaredFields()) {
            Param param = field.getAnnotation(Param.class);
            if (param != null) {
                all = all.stream()
                        .flatMap(before -> Arrays.stream(param.value()).map(value -> {
                            Map<String, String> with = new LinkedHashMap<>(before);
                            with.put(field.getName(), value);
                            return with;
                        }))
                        .toList();
            }
        }
        return all;
    }

    /** A peer's, not Whittle's. */
    boolean isPeer() {
        return params.containsKey("by") && !By.valueOf(params.get("by")).isWhittle();
    }

    boolean isScalar() {
        return params.containsValue("SCALAR");
    }

    /** The same by another. */
    Variant by(By by) {
        Map<String, String> changed = new LinkedHashMap<>(params);
        changed.put("by", by.name());
        return new Variant(method, changed);
    }

    /** The same with vector kernels. */
    Variant vector() {
        Map<String, String> changed = new LinkedHashMap<>(params);
        changed.replaceAll((name, value) -> value.equals("SCALAR") ? "VECTOR" : value);
        return new Variant(method, changed);
    }

    /** The benchmark's object with its parameters, set up. */
    Object state() throws ReflectiveOperationException {
        Pictures.part = PART;
        Object state = method.getDeclaringClass().getDeclaredConstructor().newInstance();
        for (Map.Entry<String, String> param : params.entrySet()) {
            Field field = state.getClass().getDeclaredField(param.getKey());
            field.set(state, value(field.getType(), smaller(param.getValue())));
        }
        for (Method setup : state.getClass().getDeclaredMethods()) {
            if (setup.isAnnotationPresent(Setup.class)) {
                setup.invoke(state);
            }
        }
        return state;
    }

    /** The long runs on fewer rows or images, which pass through the same code: a test must end. */
    private static String smaller(String value) {
        if (value.equals("3030x8100")) {
            return "120x500";
        }
        if (value.equals("512x3x32x32")) {
            return "8x3x32x32";
        }
        if (value.equals("2000")) {
            return "100";
        }
        return value.matches("50000x(324|1764)")
                ? value.replace("50000", "600").replaceFirst(".$", "")
                : value.equals("50000")
                        ? "500"
                        : value.replaceFirst("^(25|50|100|200)000x", "1100x").replaceFirst("^([12])0000x", "$1000x");
    }

    private static Object value(Class<?> type, String text) {
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .filter(constant -> ((Enum<?>) constant).name().equals(text))
                    .findAny()
                    .orElseThrow();
        }
        return type == int.class ? Integer.valueOf(text) : type.cast(text);
    }

    /** What the method computes on its first call, as numbers. */
    float[] answer(Object state) throws ReflectiveOperationException {
        return state instanceof Compared compared ? compared.values() : numbers(method.invoke(state));
    }

    /** Values as they are, those of a matrix, the pixels of images, what was learned. */
    static float[] numbers(Object answer) {
        if (answer instanceof Rows rows) {
            return Matrix.inMemory(rows).data();
        }
        if (answer instanceof float[] values) {
            return values;
        }
        if (answer instanceof Codebook words) {
            // The centre beside the words is where k-means computes; tests of k-means check it.
            return words.arrays().get("centroids").data();
        }
        if (answer instanceof Fitted fitted) {
            return joined(fitted.arrays().asMap().values().stream()
                    .map(NdArray::floats)
                    .toList());
        }
        List<float[]> bands = new ArrayList<>();
        for (Object image : (List<?>) answer) {
            for (Object band : ((Planar<?>) image).bands) {
                byte[] data = ((GrayU8) band).data;
                float[] values = new float[data.length];
                for (int i = 0; i < data.length; i++) {
                    values[i] = data[i] & 0xFF;
                }
                bands.add(values);
            }
        }
        return joined(bands);
    }

    private static float[] joined(List<float[]> parts) {
        float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    @Override
    public String toString() {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName()
                + params.entrySet().stream().map(Object::toString).collect(Collectors.joining(", ", "(", ")"));
    }
}
