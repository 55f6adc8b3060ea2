package dev.whittle.classify.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.whittle.classify.smile.SmileHead;
import dev.whittle.feature.Concat;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.image.RawPixels;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is registered in {@link SpecJson#ALL} is all there is, and survives the way to JSON and back. */
class RegisteredSpecsTest {
    static Stream<Class<? extends Spec<?, ?>>> types() {
        return SpecJson.ALL.types().values().stream();
    }

    @Test
    void everySpecOnTheClassPathIsRegistered() {
        Map<String, String> missing = new TreeMap<>();
        int found = 0;
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages("dev.whittle")) {
            // SmileHead holds a function, which no file can.
            if (type.isAssignableTo(Spec.class) && !type.isInterface() && !type.isEquivalentTo(SmileHead.class)) {
                found++;
                if (SpecJson.ALL.types().values().stream().noneMatch(type::isEquivalentTo)) {
                    missing.put(type.getName(), "add it to SpecJson.ALL");
                }
            }
        }
        assertEquals(Map.of(), missing);
        assertEquals(SpecJson.ALL.types().size(), found);
        assertTrue(found > 5, "the scan found " + found + " specs only");
    }

    @ParameterizedTest
    @MethodSource("types")
    void defaultsSurviveTheRoundTrip(Class<? extends Spec<?, ?>> type) throws Exception {
        Spec<?, ?> spec = type == Concat.class
                ? new Concat(List.of(RawPixels.defaults(), new RawPixels(true)))
                : (Spec<?, ?>) type.getMethod("defaults").invoke(null);
        byte[] bytes = CanonicalJson.bytes(SpecJson.ALL.encode(spec));
        JsonAt at = new JsonAt(CanonicalJson.parse(bytes), pointer -> pointer);
        Method fit = Arrays.stream(type.getMethods())
                .filter(m -> m.getName().equals("fit") && !m.isBridge() && m.getParameterTypes()[1] == Run.class)
                .findFirst()
                .orElseThrow();
        Spec<?, ?> back = SpecJson.ALL.decode(at, fit.getParameterTypes()[0], dev.whittle.feature.Fitted.class);
        assertEquals(spec, back);
        assertEquals(
                new String(bytes, StandardCharsets.UTF_8),
                new String(CanonicalJson.bytes(SpecJson.ALL.encode(back)), StandardCharsets.UTF_8));
    }

    @Test
    void theNamesAreThoseOfTheGuide() {
        assertTrue(SpecJson.ALL
                .types()
                .keySet()
                .containsAll(List.of(
                        "raw-pixels",
                        "hog",
                        "color-histogram",
                        "bag-of-words",
                        "hidden-layer",
                        "concat",
                        "standardize",
                        "softmax",
                        "linear-svm",
                        "mlp",
                        "smile-random-forest",
                        "smile-rbf-svm")));
    }
}
