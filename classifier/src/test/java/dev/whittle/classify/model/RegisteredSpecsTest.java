package dev.whittle.classify.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.whittle.classify.evaluate.LateFusion;
import dev.whittle.classify.onnx.OnnxFeature;
import dev.whittle.classify.smile.SmileHead;
import dev.whittle.feature.Checks;
import dev.whittle.feature.Concat;
import dev.whittle.feature.Preprocessed;
import dev.whittle.feature.Spec;
import dev.whittle.feature.UnusedSetting;
import dev.whittle.feature.image.RawPixels;
import dev.whittle.feature.image.Size;
import dev.whittle.feature.local.BoofCvAdapter;
import dev.whittle.feature.local.StoredDescriptors;
import dev.whittle.feature.registry.Schema;
import dev.whittle.feature.registry.SpecType;
import dev.whittle.feature.registry.Specs;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What has a name in {@link Specs#installed} is all there is, and survives the way to JSON and back. */
class RegisteredSpecsTest {
    static Stream<SpecType<?, ?>> types() {
        return Specs.installed().types().stream();
    }

    @Test
    void everySpecOnTheClassPathIsRegistered() {
        Map<String, String> missing = new TreeMap<>();
        int found = 0;
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages("dev.whittle")) {
            // The first two hold a function, which no file can. Preprocessed is a key of its feature, LateFusion of an
            // experiment.
            boolean inCode = type.isEquivalentTo(SmileHead.class)
                    || type.isEquivalentTo(BoofCvAdapter.class)
                    || type.isEquivalentTo(Preprocessed.class)
                    || type.isEquivalentTo(LateFusion.class);
            if (type.isAssignableTo(Spec.class) && !type.isInterface() && !inCode) {
                found++;
                if (Specs.installed().types().stream().noneMatch(named -> type.isEquivalentTo(named.type()))) {
                    missing.put(type.getName(), "add it to FeatureSpecs or HeadSpecs");
                }
            }
        }
        assertEquals(Map.of(), missing);
        assertEquals(Specs.installed().types().size(), found);
        assertTrue(found > 5, "the scan found " + found + " specs only");
    }

    @ParameterizedTest
    @MethodSource("types")
    void defaultsSurviveTheRoundTrip(SpecType<?, ?> type) throws Exception {
        Spec<?, ?> spec = type.type() == Concat.class
                ? new Concat(List.of(RawPixels.defaults(), new RawPixels(true)))
                : type.type() == StoredDescriptors.class
                        ? new StoredDescriptors("folder/sift.npy")
                        : type.type() == OnnxFeature.class
                                ? new OnnxFeature("a.onnx", "fc7", new Size(8, 9), null, null, null, 4)
                                : (Spec<?, ?>) type.schema().defaults().orElseThrow();
        SpecJson json = SpecJson.installed();
        byte[] bytes = CanonicalJson.bytes(json.encode(spec));
        JsonAt at = new JsonAt(CanonicalJson.parse(bytes), pointer -> pointer);
        Spec<?, ?> back = json.decode(at, type.data(), type.fitted());
        assertEquals(spec, back);
        assertEquals(
                new String(bytes, StandardCharsets.UTF_8),
                new String(CanonicalJson.bytes(json.encode(back)), StandardCharsets.UTF_8));
    }

    /** What a type is fitted to and gives is what its class says. */
    @ParameterizedTest
    @MethodSource("types")
    void rolesAreThoseOfTheClass(SpecType<?, ?> type) {
        List<Type> roles = roles(type.type(), Map.of());
        assertEquals(type.data(), roles.get(0));
        assertTrue(type.fitted().isAssignableFrom((Class<?>) roles.get(1)), "it gives " + roles.get(1));
    }

    /** What a class says of Spec's two parameters, itself or by an interface between; empty if it is no spec. */
    private static List<Type> roles(Type type, Map<Type, Type> known) {
        Class<?> raw = (Class<?>) (type instanceof ParameterizedType given ? given.getRawType() : type);
        Map<Type, Type> own = new HashMap<>();
        if (type instanceof ParameterizedType given) {
            for (int i = 0; i < raw.getTypeParameters().length; i++) {
                Type argument = given.getActualTypeArguments()[i];
                own.put(raw.getTypeParameters()[i], known.getOrDefault(argument, argument));
            }
        }
        if (raw == Spec.class) {
            return Arrays.stream(Spec.class.getTypeParameters()).map(own::get).toList();
        }
        return Stream.concat(Stream.ofNullable(raw.getGenericSuperclass()), Arrays.stream(raw.getGenericInterfaces()))
                .map(up -> roles(up, own))
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    /** Unused settings are settings. */
    @ParameterizedTest
    @MethodSource("types")
    void unusedSettingsAreKeys(SpecType<?, ?> type) {
        type.schema().defaults().ifPresent(defaults -> {
            for (UnusedSetting unused : ((Spec<?, ?>) defaults).unusedSettings()) {
                JsonNode value = SpecJson.installed().encodeRecord(defaults);
                for (String key : unused.key().split("\\.")) {
                    value = value.isArray() ? value.path(Integer.parseInt(key)) : value.path(key);
                }
                assertFalse(value.isMissingNode(), unused.key());
            }
        });
    }

    /**
     * {@code spec-keys.txt} has every name and key that files hold. A class or a component that was renamed fails here:
     * files of before would no longer be read. Give the component its old name back; a class may have any name. What is
     * new is added to the list.
     */
    @Test
    void namesAndKeysStayAsTheyAre() throws IOException {
        List<String> lines = new ArrayList<>();
        for (SpecType<?, ?> type : Specs.installed().types()) {
            lines.add(type.name());
            list(lines, "  ", type.schema());
        }
        String pinned;
        try (InputStream in = getClass().getResourceAsStream("/spec-keys.txt")) {
            pinned = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertEquals(pinned, String.join("\n", lines) + "\n");
    }

    private static String valueOf(Class<?> choice) {
        Type value = Schema.of(Schema.valueOf(choice)).keys().get(0).declared();
        return switch (value.getTypeName()) {
            case "java.util.List<java.lang.Double>" -> "list of double";
            case "boolean" -> "true | false";
            default -> throw new AssertionError(value.getTypeName());
        };
    }

    private static void list(List<String> lines, String prefix, Schema schema) {
        for (Schema.Key key : schema.keys()) {
            Class<?> type = key.type();
            String values = type.getSimpleName().toLowerCase(Locale.ROOT);
            if (type.isEnum()) {
                values = Arrays.stream(type.getEnumConstants())
                        .map(c -> Checks.name((Enum<?>) c))
                        .collect(Collectors.joining(" | "));
            } else if (type == List.class) {
                values = "list of "
                        + Schema.raw(Schema.element(key.declared()))
                                .getSimpleName()
                                .toLowerCase(Locale.ROOT);
            }
            if (Schema.isChoice(type)) {
                values = Arrays.stream(Schema.wordsOf(type).getEnumConstants())
                                .map(c -> Checks.name((Enum<?>) c) + " | ")
                                .collect(Collectors.joining())
                        + valueOf(type);
            }
            if (type.isRecord()) {
                list(lines, prefix + key.name() + ".", Schema.of(type));
            } else {
                lines.add(prefix + key.name() + ": " + values);
            }
        }
    }
}
