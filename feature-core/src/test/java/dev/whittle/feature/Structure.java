package dev.whittle.feature;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The rules of structure that every module keeps. */
public final class Structure {
    private static final int MOST_PARAMETERS = 8;
    private static final int MOST_LINES = 400;
    private static final int MOST_COLUMNS = 120;

    private Structure() {}

    public static final ArchRule PACKAGES_WITHOUT_CYCLES = withoutCycles("the packages", JavaClass::getPackageName);

    /** Nested and anonymous classes count as their outermost class. */
    public static final ArchRule FILES_WITHOUT_CYCLES =
            withoutCycles("the files", type -> type.getName().replaceFirst("\\$.*", ""));

    private static ArchRule withoutCycles(String description, Function<JavaClass, String> slice) {
        return slices().assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass type) {
                        return SliceIdentifier.of(slice.apply(type));
                    }

                    @Override
                    public String getDescription() {
                        return description;
                    }
                })
                .should()
                .beFreeOfCycles();
    }

    /** Kernels and constructors of records, which nobody need call, are left out. */
    public static final ArchRule FEW_PARAMETERS = codeUnits()
            .that(describe("are written by hand, outside the kernels", Structure::isCounted))
            .should(new ArchCondition<>("have at most " + MOST_PARAMETERS + " parameters") {
                @Override
                public void check(JavaCodeUnit unit, ConditionEvents events) {
                    int parameters = unit.getRawParameterTypes().size();
                    // The name and the number of a constant.
                    parameters -=
                            unit instanceof JavaConstructor && unit.getOwner().isEnum() ? 2 : 0;
                    if (parameters > MOST_PARAMETERS) {
                        events.add(SimpleConditionEvent.violated(unit, unit.getFullName() + " has " + parameters));
                    }
                }
            });

    private static boolean isCounted(JavaCodeUnit unit) {
        JavaClass owner = unit.getOwner();
        return !owner.getPackageName().matches(".*\\.(kernel|jmh_generated)(\\..*)?")
                && !unit.getModifiers().contains(JavaModifier.SYNTHETIC)
                && !owner.isAnonymousClass()
                && !(owner.isRecord() && unit instanceof JavaConstructor);
    }

    /**
     * No package imports one that stands after it.
     *
     * @param root what the names begin with
     * @param order the packages below the root, from the lowest; those between commas stand side by side, and the root
     *     itself is ""
     */
    public static ArchRule noImportUpward(String root, String... order) {
        return classes()
                .that(describe("are in " + root, type -> type.getPackageName().startsWith(root)))
                .should(new ArchCondition<>("depend only on packages before theirs in " + Arrays.toString(order)) {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        int own = rank(type);
                        if (own < 0) {
                            events.add(
                                    SimpleConditionEvent.violated(type, type.getName() + " has no place in the order"));
                        }
                        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                            JavaClass target = dependency.getTargetClass().getBaseComponentType();
                            if (target.getPackageName().startsWith(root)
                                    && !room(target).equals(room(type))
                                    && rank(target) >= own) {
                                events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                            }
                        }
                    }

                    /** The package right below the root; those below it are part of it. */
                    private String room(JavaClass type) {
                        String name = type.getPackageName().substring(root.length());
                        return name.isEmpty() ? "" : name.substring(1).split("\\.")[0];
                    }

                    private int rank(JavaClass type) {
                        for (int i = 0; i < order.length; i++) {
                            if (List.of(order[i].split(",")).contains(room(type))) {
                                return i;
                            }
                        }
                        return -1;
                    }
                });
    }

    /** The Java files below a folder that are longer than is allowed, with their lengths. */
    public static List<String> longFiles(Path folder) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : sources(folder)) {
            int lines = Files.readAllLines(file).size();
            if (lines > MOST_LINES) {
                found.add(file + " has " + lines + " lines, expected at most " + MOST_LINES);
            }
        }
        return found;
    }

    /** The lines of Java files below a folder that are wider than is allowed, with their widths. */
    public static List<String> wideLines(Path folder) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : sources(folder)) {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                int columns = lines.get(i).codePointCount(0, lines.get(i).length());
                if (columns > MOST_COLUMNS) {
                    found.add(file + ":" + (i + 1) + " has " + columns + " columns, expected at most " + MOST_COLUMNS);
                }
            }
        }
        return found;
    }

    /** The marks of conflicts that a merge left in the texts of a folder, of its docs and of its experiments. */
    public static List<String> conflicts(Path folder) throws IOException {
        List<String> found = new ArrayList<>();
        for (String place : List.of(".", "docs", "docs/decisions", "docs/results", "experiments")) {
            if (!Files.isDirectory(folder.resolve(place))) {
                continue;
            }
            List<Path> texts;
            try (Stream<Path> files = Files.list(folder.resolve(place).normalize())) {
                texts = files.filter(file -> file.toString().matches(".*\\.(md|yaml|xml)"))
                        .sorted()
                        .toList();
            }
            for (Path file : texts) {
                List<String> lines = Files.readAllLines(file);
                for (int i = 0; i < lines.size(); i++) {
                    if (lines.get(i).matches("(<{7}|>{7}) .*|={7}")) {
                        found.add(file + ":" + (i + 1) + " is a mark of a conflict");
                    }
                }
            }
        }
        return found;
    }

    private static List<Path> sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }
}
