package io.jfs.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What may know what, for the whole build: this module sees all the others. */
class HouseRulesTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.jfs");

    @Test
    void every_room_is_seen() {
        Set<String> rooms = CLASSES.stream().map(HouseRulesTest::room).collect(Collectors.toCollection(TreeSet::new));

        assertThat(rooms)
                .contains(
                        "linux",
                        "core",
                        "driver.vfs",
                        "driver.overlay",
                        "driver.btrfs",
                        "driver.fuseunion",
                        "image",
                        "snapshotter",
                        "cli");
        assertThat(CLASSES).hasSizeGreaterThan(300);
    }

    @Test
    void drivers_do_not_know_each_other_nor_images() {
        slices().matching("io.jfs.driver.(*)..").should().notDependOnEachOther().check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.jfs.driver..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.jfs.image..")
                .check(CLASSES);
    }

    @Test
    void drivers_are_found_and_never_named() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.jfs.driver..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.jfs.driver..")
                .check(CLASSES);
    }

    @Test
    void only_the_linux_module_touches_foreign_memory() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.jfs.linux..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.foreign..")
                .check(CLASSES);
    }

    @Test
    void the_linux_module_and_the_core_know_nothing_above_them() {
        noClasses()
                .that()
                .resideInAPackage("io.jfs.linux..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.jfs..")
                        .and(resideInAPackage("io.jfs.linux..").negate()))
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.jfs.core..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.jfs.driver..", "io.jfs.image..", "io.jfs.cli..")
                .check(CLASSES);
    }

    @Test
    void nothing_knows_the_command_and_main_code_knows_no_testkit() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.jfs.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.jfs.cli..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage("io.jfs.testkit..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.jfs.testkit..")
                .check(CLASSES);
    }

    @Test
    void only_the_snapshotter_knows_grpc() {
        noClasses()
                .that()
                .resideInAPackage("io.jfs..")
                .and()
                .resideOutsideOfPackage("io.jfs.snapshotter..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.grpc..", "io.netty..", "com.google.protobuf..", "io.containerd..")
                .check(CLASSES);
    }

    @Test
    void rooms_are_free_of_cycles() {
        slices().assignedFrom(by("room", HouseRulesTest::room))
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void packages_are_free_of_cycles() {
        slices().assignedFrom(by("package", JavaClass::getPackageName))
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void libraries_leave_the_standard_streams_alone() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.jfs.cli..", "io.jfs.testkit..", "io.jfs.driver.fuseunion.program..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace")
                .check(CLASSES);
    }

    @Test
    void every_package_says_what_it_is_for_and_is_null_marked() {
        Set<String> packages = CLASSES.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
        Set<String> marked = CLASSES.stream()
                .filter(found ->
                        found.getSimpleName().equals("package-info") && found.isAnnotatedWith(NullMarked.class))
                .map(JavaClass::getPackageName)
                .collect(Collectors.toSet());

        assertThat(marked).containsExactlyInAnyOrderElementsOf(packages);
    }

    @Test
    void exceptions_are_named_so() {
        classes()
                .that()
                .areTopLevelClasses()
                .and()
                .areAssignableTo(Exception.class)
                .should()
                .haveSimpleNameEndingWith("Exception")
                .check(CLASSES);
    }

    /** {@code linux}, {@code core}, {@code image}…, and each driver by itself. */
    private static String room(JavaClass found) {
        String[] parts = found.getPackageName().split("\\.", -1);
        return parts[2].equals("driver") ? "driver." + parts[3] : parts[2];
    }

    private static SliceAssignment by(String what, Function<JavaClass, String> name) {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass found) {
                return found.getPackageName().startsWith("io.jfs.")
                        ? SliceIdentifier.of(name.apply(found))
                        : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "each " + what;
            }
        };
    }
}
