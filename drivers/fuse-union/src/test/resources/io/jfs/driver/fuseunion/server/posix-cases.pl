# The POSIX cases of PosixCasesTest; needs only what perl-base has.
# perl posix-cases.pl make DIR: makes a directory for each case, with what the case needs.
# perl posix-cases.pl run DIR:  does each case's operation there, most of them as a plain user, and prints what came of
# it: the error, then what stat says of all files of the case, and which of their times have changed.
use strict;
use warnings;
use Errno;
use Fcntl qw(:DEFAULT :mode);
use POSIX ();

my $USER = 65534;
my $OTHER = 1234;
my $OLD = 1_000_000_000;
my ($O_PATH, $O_NOATIME, $O_TMPFILE) = (010000000, 01000000, 020200000);
my @cases;

sub as_user { my ($name, $setup, $operation) = @_; push @cases, [$name, $setup, $operation, $USER]; }
sub as_root { my ($name, $setup, $operation) = @_; push @cases, [$name, $setup, $operation, 0]; }

# What the cases need.
sub file {
    my ($name, $mode, $uid, $content) = @_;
    open(my $f, '>', $name) or die "$name: $!";
    print $f $content // "content\n";
    close $f;
    chown $uid // 0, $uid // 0, $name;
    chmod $mode // 0644, $name;
}

sub dir {
    my ($name, $mode, $uid) = @_;
    mkdir $name or die "$name: $!";
    chown $uid // 0, $uid // 0, $name;
    chmod $mode // 0755, $name;
}

sub here { my ($mode, $uid) = @_; chown $uid // 0, $uid // 0, '.'; chmod $mode, '.'; }

# What they do; true, or false with $!.
sub opening {
    my ($name, $flags, $mode) = @_;
    my $open = sub { sysopen(my $f, $name, $flags, $mode // 0644) };
    return $flags & O_TRUNC ? $open : changing_nothing($open);
}

sub changing_nothing { my ($operation) = @_; return bless $operation, 'Nothing'; }

sub writing {
    my ($name, $flags) = @_;
    return sub { sysopen(my $f, $name, O_WRONLY | ($flags // 0)) or return 0; defined syswrite($f, 'x') };
}

# Modes
as_user 'chmod of an own file', sub { file 'f', 0644, $USER }, sub { chmod 0600, 'f' };
as_user 'chmod of a foreign file', sub { file 'f', 0666 }, sub { chmod 0600, 'f' };
as_user 'chmod sets set-id bits of an own file', sub { file 'f', 0644, $USER }, sub { chmod 06755, 'f' };
as_user 'chmod to set-group-id of a foreign group', sub { file 'f', 0644, $USER; chown $USER, $OTHER, 'f' },
    sub { chmod 02755, 'f' };
as_user 'chmod of a directory to sticky', sub { dir 'd', 0755, $USER }, sub { chmod 01777, 'd' };
as_user 'chmod through a link', sub { file 'f', 0644, $USER; symlink 'f', 'l' }, sub { chmod 0600, 'l' };
as_user 'chmod of nothing', sub { }, sub { chmod 0600, 'f' };
as_user 'chmod of a file to what it has', sub { file 'f', 0644, $USER }, sub { chmod 0644, 'f' };
as_user 'chmod of a file to be sticky', sub { file 'f', 0644, $USER }, sub { chmod 01644, 'f' };

# Owners
as_user 'chown to oneself', sub { file 'f', 06755, $USER }, sub { chown $USER, -1, 'f' };
as_user 'chown to nobody', sub { file 'f', 06755, $USER }, sub { chown -1, -1, 'f' };
as_user 'chown to another', sub { file 'f', 0644, $USER }, sub { chown $OTHER, -1, 'f' };
as_user 'chown to a foreign group', sub { file 'f', 0644, $USER }, sub { chown -1, $OTHER, 'f' };
as_user 'chown of a foreign file', sub { file 'f', 0666 }, sub { chown $USER, -1, 'f' };
as_root 'root chowns a set-id program', sub { file 'f', 06755, $USER }, sub { chown $OTHER, $OTHER, 'f' };
as_root 'root chowns a set-group-id file that is no program', sub { file 'f', 02644, $USER },
    sub { chown $OTHER, $OTHER, 'f' };
as_root 'root chowns a set-id directory', sub { dir 'd', 06755, $USER }, sub { chown $OTHER, $OTHER, 'd' };

# Set-id bits and writing
for my $how (['writes', 0], ['appends to', O_APPEND], ['opens and truncates', O_TRUNC]) {
    my ($does, $flags) = @$how;
    as_user "a user $does a set-id program", sub { file 'f', 06777 }, writing('f', $flags);
    as_root "root $does a set-id program", sub { file 'f', 06777 }, writing('f', $flags);
}
as_user 'a user truncates a set-id program', sub { file 'f', 06777 }, sub { truncate 'f', 3 };
as_user 'a user lengthens a set-id program', sub { file 'f', 06777 }, sub { truncate 'f', 30000 };
as_root 'root truncates a set-id program', sub { file 'f', 06777 }, sub { truncate 'f', 3 };
as_user 'a user writes a set-group-id file that is no program', sub { file 'f', 02666 }, writing('f');
as_user 'opening a set-id program for writing', sub { file 'f', 06777 }, opening('f', O_RDWR);

# Sticky directories
as_user 'unlink in a sticky directory', sub { here 01777; file 'f', 0666 }, sub { unlink 'f' };
as_user 'unlink of an own file in a sticky directory', sub { here 01777; file 'f', 0644, $USER }, sub { unlink 'f' };
as_user 'unlink in an own sticky directory', sub { here 01777, $USER; file 'f', 0644 }, sub { unlink 'f' };
as_user 'rmdir in a sticky directory', sub { here 01777; dir 'd', 0777 }, sub { rmdir 'd' };
as_user 'rename in a sticky directory', sub { here 01777; file 'f', 0666 }, sub { rename 'f', 'g' };
as_user 'rename over a foreign file in a sticky directory',
    sub { here 01777; file 'f', 0644, $USER; file 'g', 0666 }, sub { rename 'f', 'g' };
as_user 'rename of an own file in a sticky directory', sub { here 01777; file 'f', 0644, $USER },
    sub { rename 'f', 'g' };
as_user 'following a foreign link in a sticky directory',
    sub { here 01777; file 'f', 0644; symlink 'f', 'l'; POSIX::lchown($OTHER, $OTHER, 'l') }, opening('l', O_RDONLY);
as_user 'creating over a foreign file in a sticky directory', sub { here 01777; file 'f', 0666, $OTHER },
    opening('f', O_WRONLY | O_CREAT);

# Directories without a permission
my %changes = (
    'creating' => opening('new', O_WRONLY | O_CREAT),
    'mkdir' => sub { mkdir 'new' },
    'mkfifo' => sub { POSIX::mkfifo('new', 0644) },
    'symlink' => sub { symlink 'f', 'new' },
    'link' => sub { link 'f', 'new' },
    'unlink' => sub { unlink 'f' },
    'rename' => sub { rename 'f', 'new' },
    'rmdir' => sub { rmdir 'd' },
);
for my $what (sort keys %changes) {
    as_user "$what in a foreign directory", sub { here 0755; file 'f', 0644, $USER; dir 'd', 0777, $USER },
        $changes{$what};
    as_user "$what where it is allowed", sub { file 'f', 0644, $USER; dir 'd', 0777, $USER }, $changes{$what};
}
as_user 'stat without search', sub { dir 'd', 0644; file 'd/f' }, sub { stat 'd/f' };
as_user 'open without search', sub { dir 'd', 0644; file 'd/f' }, opening('d/f', O_RDONLY);
as_user 'listing without read', sub { dir 'd', 0711 }, sub { opendir(my $d, 'd') };
as_user 'listing without search', sub { dir 'd', 0744 }, sub { opendir(my $d, 'd') };
as_user 'moving a foreign directory elsewhere', sub { dir 'd', 0755; dir 'to', 0777 }, sub { rename 'd', 'to/d' };
as_user 'renaming a foreign directory', sub { dir 'd', 0755 }, sub { rename 'd', 'e' };
as_user 'moving an own directory elsewhere', sub { dir 'd', 0755, $USER; dir 'to', 0777 }, sub { rename 'd', 'to/d' };

# Files without a permission
as_user 'reading without read', sub { file 'f', 0600 }, opening('f', O_RDONLY);
as_user 'writing without write', sub { file 'f', 0644 }, opening('f', O_WRONLY);
as_user 'both without write', sub { file 'f', 0644 }, opening('f', O_RDWR);
as_user 'truncating at opening without write', sub { file 'f', 0644 }, opening('f', O_RDONLY | O_TRUNC);
as_user 'truncate without write', sub { file 'f', 0644 }, sub { truncate 'f', 0 };
as_user 'an own file without any', sub { file 'f', 0, $USER }, opening('f', O_RDONLY);
as_root 'root reads anything', sub { file 'f', 0, $USER }, opening('f', O_RDWR);
as_user 'access', sub { file 'f', 0640 }, sub { POSIX::access('f', &POSIX::R_OK) };
as_user 'access to a program', sub { file 'f', 0755 }, sub { POSIX::access('f', &POSIX::X_OK) };
as_root 'root executes no file without x', sub { file 'f', 0644 }, sub { POSIX::access('f', &POSIX::X_OK) };
as_user 'access to a read-only file for writing', sub { file 'f', 0444 }, sub { POSIX::access('f', &POSIX::W_OK) };
as_user 'executing without x', sub { file 'f', 0644, 0, "#!/bin/sh\n" }, sub { no warnings; exec {'./f'} 'f' };
as_user 'no access time of foreign files', sub { file 'f', 0644 }, opening('f', O_RDONLY | $O_NOATIME);
as_user 'no access time of own files', sub { file 'f', 0644, $USER }, opening('f', O_RDONLY | $O_NOATIME);

# Times
as_user 'the present for an own file', sub { file 'f', 0444, $USER }, sub { utime undef, undef, 'f' };
as_user 'the present for a file that may be written', sub { file 'f', 0666 }, sub { utime undef, undef, 'f' };
as_user 'the present for a foreign file', sub { file 'f', 0644 }, sub { utime undef, undef, 'f' };
as_user 'a time for an own file', sub { file 'f', 0444, $USER }, sub { utime 5, 6, 'f' };
as_user 'a time for a file that may be written', sub { file 'f', 0666 }, sub { utime 5, 6, 'f' };
as_user 'a time for a foreign file', sub { file 'f', 0644 }, sub { utime 5, 6, 'f' };
as_user 'a time for an own directory', sub { dir 'd', 0555, $USER }, sub { utime 5, 6, 'd' };

# rename(2)
as_user 'a directory over one that is not empty', sub { dir 'd', 0777, $USER; dir 'e', 0777, $USER; file 'e/f' },
    sub { rename 'd', 'e' };
as_user 'a directory over an empty one', sub { dir 'd', 0777, $USER; file 'd/f'; dir 'e', 0777, $USER },
    sub { rename 'd', 'e' };
as_user 'a file over a directory', sub { file 'f'; dir 'd' }, sub { rename 'f', 'd' };
as_user 'a directory over a file', sub { dir 'd', 0777, $USER; file 'f' }, sub { rename 'd', 'f' };
as_user 'a directory into itself', sub { dir 'd', 0777, $USER }, sub { rename 'd', 'd/e' };
as_user 'a directory over its parent', sub { dir 'd', 0777, $USER; dir 'd/e', 0777, $USER }, sub { rename 'd/e', 'd' };
as_user 'nothing', sub { }, sub { rename 'f', 'g' };
as_user 'a file onto itself', sub { file 'f' }, sub { rename 'f', 'f' };
as_user 'a file onto its other name', sub { file 'f'; link 'f', 'g' }, sub { rename 'f', 'g' };
as_user 'a file over another', sub { file 'f', 0644, $USER; file 'g', 0600, 0, 'other' }, sub { rename 'f', 'g' };
as_user 'a file over one of two names', sub { file 'f'; file 'g'; link 'g', 'h' }, sub { rename 'f', 'g' };
as_user 'a file with a slash behind', sub { file 'f' }, sub { rename 'f/', 'g' };
as_user 'a file to a name with a slash', sub { file 'f' }, sub { rename 'f', 'g/' };
as_user 'a dot', sub { dir 'd', 0777, $USER }, sub { rename 'd/.', 'e' };
as_user 'a link over a file', sub { symlink 'x', 'l'; file 'f' }, sub { rename 'l', 'f' };
as_user 'a fifo', sub { POSIX::mkfifo('p', 0644) }, sub { rename 'p', 'q' };

# Links
as_user 'a circle', sub { symlink 'a', 'b'; symlink 'b', 'a' }, opening('a', O_RDONLY);
as_user 'stat of a circle', sub { symlink 'a', 'b'; symlink 'b', 'a' }, sub { stat 'a/x' };
as_user 'forty links', sub { file 'l0'; symlink 'l' . ($_ - 1), "l$_" for 1 .. 40 }, opening('l40', O_RDONLY);
as_user 'forty-one links', sub { file 'l0'; symlink 'l' . ($_ - 1), "l$_" for 1 .. 41 }, opening('l41', O_RDONLY);
as_user 'no link to be followed', sub { file 'f'; symlink 'f', 'l' }, opening('l', O_RDONLY | O_NOFOLLOW);
as_user 'a path to a link', sub { file 'f'; symlink 'f', 'l' }, opening('l', $O_PATH | O_NOFOLLOW);
as_user 'creation over a link to nothing', sub { symlink 'f', 'l' }, opening('l', O_WRONLY | O_CREAT);
as_user 'exclusive creation over a link', sub { symlink 'f', 'l' }, opening('l', O_WRONLY | O_CREAT | O_EXCL);
as_user 'a link to a directory', sub { dir 'd', 0777, $USER }, sub { link 'd', 'e' };
as_user 'a link to a name that exists', sub { file 'f', 0644, $USER; file 'g' }, sub { link 'f', 'g' };
as_user 'a link to nothing', sub { }, sub { link 'f', 'g' };
as_user 'a link to a foreign file', sub { file 'f', 0600 }, sub { link 'f', 'g' };
as_user 'a link to an own file', sub { file 'f', 0600, $USER }, sub { link 'f', 'g' };
as_user 'a link to a symbolic link', sub { symlink 'x', 'l' }, sub { link 'l', 'm' };
as_root 'a link to a file with two names', sub { file 'f'; link 'f', 'g' }, sub { link 'f', 'h' };
as_user 'an empty link', sub { }, sub { symlink '', 'l' };
as_user 'a long link', sub { }, sub { symlink 'x' x 4095, 'l' };
as_user 'a link that is too long', sub { }, sub { symlink 'x' x 4096, 'l' };
as_user 'readlink of a file', sub { file 'f' }, sub { defined readlink 'f' };

# Names
my ($long, $longer) = ('n' x 255, 'n' x 256);
for my $name ($long, $longer) {
    my $bytes = length $name;
    as_user "creating $bytes bytes", sub { }, opening($name, O_WRONLY | O_CREAT);
    as_user "mkdir of $bytes bytes", sub { }, sub { mkdir $name };
    as_user "symlink of $bytes bytes", sub { }, sub { symlink 'x', $name };
    as_user "mkfifo of $bytes bytes", sub { }, sub { POSIX::mkfifo($name, 0644) };
    as_user "link of $bytes bytes", sub { file 'f', 0644, $USER }, sub { link 'f', $name };
    as_user "rename to $bytes bytes", sub { file 'f' }, sub { rename 'f', $name };
    as_user "stat of $bytes bytes", sub { }, sub { stat $name };
    as_user "unlink of $bytes bytes", sub { }, sub { unlink $name };
}
as_user 'a path that is too long', sub { dir 'd' }, sub { stat 'd/../' x 900 };
as_user 'an empty name', sub { }, opening('', O_RDONLY);

# What is no directory
as_user 'opening below a file', sub { file 'f' }, opening('f/x', O_RDONLY);
as_user 'creating below a file', sub { file 'f' }, opening('f/x', O_WRONLY | O_CREAT);
as_user 'mkdir below a file', sub { file 'f' }, sub { mkdir 'f/x' };
as_user 'unlink below a file', sub { file 'f' }, sub { unlink 'f/x' };
as_user 'rename to below a file', sub { file 'f'; file 'g' }, sub { rename 'g', 'f/x' };
as_user 'chmod below a file', sub { file 'f' }, sub { chmod 0600, 'f/x' };
as_user 'a file as a directory', sub { file 'f' }, opening('f', O_RDONLY | O_DIRECTORY);
as_user 'listing a file', sub { file 'f' }, sub { opendir(my $d, 'f') };
as_user 'a slash behind a file', sub { file 'f' }, opening('f/', O_RDONLY);
as_user 'unlink of a directory', sub { dir 'd', 0777, $USER }, sub { POSIX::unlink('d') };
as_user 'rmdir of a file', sub { file 'f' }, sub { rmdir 'f' };
as_user 'rmdir of a full directory', sub { dir 'd', 0777, $USER; file 'd/f' }, sub { rmdir 'd' };
as_user 'rmdir of a dot', sub { dir 'd', 0777, $USER }, sub { rmdir 'd/.' };
as_user 'rmdir of two dots', sub { dir 'd', 0777, $USER; dir 'd/e', 0777, $USER }, sub { rmdir 'd/e/..' };
as_user 'rmdir through a link', sub { dir 'd', 0777, $USER; symlink 'd', 'l' }, sub { rmdir 'l/' };
as_user 'mkdir of what exists', sub { dir 'd' }, sub { mkdir 'd' };
as_user 'mkdir over a link to nothing', sub { symlink 'x', 'l' }, sub { mkdir 'l' };
as_user 'mkdir with a slash behind', sub { }, sub { mkdir 'd/' };

# Flags of open(2)
as_user 'a directory for writing', sub { dir 'd', 0777 }, opening('d', O_WRONLY);
as_user 'creating a directory', sub { dir 'd', 0777 }, opening('d', O_RDONLY | O_CREAT);
as_user 'creating with a slash behind', sub { }, opening('f/', O_WRONLY | O_CREAT);
as_user 'exclusive creation', sub { }, opening('f', O_WRONLY | O_CREAT | O_EXCL, 0640);
as_user 'exclusive creation of what exists', sub { file 'f' }, opening('f', O_WRONLY | O_CREAT | O_EXCL);
as_user 'creation without permissions for oneself', sub { }, opening('f', O_RDWR | O_CREAT, 0);
as_user 'creation with all bits', sub { }, opening('f', O_RDWR | O_CREAT, 07777);
as_user 'truncation while reading', sub { file 'f', 0644, $USER }, opening('f', O_RDONLY | O_TRUNC);
as_user 'a file without a name', sub { }, opening('.', O_RDWR | $O_TMPFILE);
as_user 'a file without a name in a foreign directory', sub { here 0755 }, opening('.', O_RDWR | $O_TMPFILE);
as_user 'a fifo that nobody reads', sub { POSIX::mkfifo('p', 0666); chmod 0666, 'p' },
    opening('p', O_WRONLY | O_NONBLOCK);
as_user 'a fifo for reading', sub { POSIX::mkfifo('p', 0666); chmod 0666, 'p' }, opening('p', O_RDONLY | O_NONBLOCK);
as_user 'writing what was opened for reading', sub { file 'f', 0666 },
    sub { sysopen(my $f, 'f', O_RDONLY) or return 0; do { no warnings; defined syswrite($f, 'x') } };
as_user 'truncating what was opened for reading', sub { file 'f', 0666 },
    sub { sysopen(my $f, 'f', O_RDONLY) or return 0; truncate $f, 0 };
as_user 'truncate of a directory', sub { dir 'd', 0777 }, sub { truncate 'd', 0 };
as_user 'truncate to less than nothing', sub { file 'f', 0666 }, sub { truncate 'f', -1 };
as_user 'truncate to what it has', sub { file 'f', 0666 }, sub { truncate 'f', 8 };
as_user 'truncate beyond the end', sub { file 'f', 0666 }, sub { truncate 'f', 8000 };
as_user 'reading a directory as a file', sub { dir 'd' },
    sub { sysopen(my $d, 'd', O_RDONLY) or return 0; defined sysread($d, my $bytes, 1) };

# New files
as_user 'a file in a set-group-id directory', sub { here 02777; chown 0, $OTHER, '.'; chmod 02777, '.' },
    opening('f', O_WRONLY | O_CREAT, 02755);
as_user 'a directory in a set-group-id directory', sub { chown 0, $OTHER, '.'; chmod 02777, '.' }, sub { mkdir 'd' };
as_user 'a umask', sub { }, sub { umask 077; sysopen(my $f, 'f', O_WRONLY | O_CREAT, 0666) };
as_user 'a character device', sub { }, sub { device(S_IFCHR | 0666, 1, 3) };
as_user 'a block device', sub { }, sub { device(S_IFBLK | 0666, 1, 3) };
as_user 'a socket', sub { }, sub { device(S_IFSOCK | 0644, 0, 0) };
as_user 'a file by mknod', sub { }, sub { device(S_IFREG | 0640, 0, 0) };
as_user 'a directory by mknod', sub { }, sub { device(S_IFDIR | 0755, 0, 0) };
as_root 'a character device by root', sub { }, sub { device(S_IFCHR | 0666, 1, 3) };
as_user 'mkfifo of what exists', sub { file 'f' }, sub { POSIX::mkfifo('f', 0644) };

sub device {
    my ($mode, $major, $minor) = @_;
    my $type = S_ISCHR($mode) ? 'c' : S_ISBLK($mode) ? 'b' : '';
    my %number = (x86_64 => [259, -100], aarch64 => [33, -100]);
    my ($call, $here) = @{$number{(POSIX::uname())[4]} // return 1};
    my $name = 'n';
    return syscall($call, $here, $name, $mode, $major << 8 | $minor) == 0;
}

# Programs that run
sub running {
    my ($then) = @_;
    my $child = fork // die $!;
    if (!$child) { exec {'./p'} 'sleep', '60' or POSIX::_exit(1); }
    for (1 .. 500) {
        last if (readlink("/proc/$child/exe") // '') =~ m{/p$};
        select undef, undef, undef, 0.01;
    }
    my $done = $then->();
    my $error = $! + 0;
    kill 'KILL', $child;
    waitpid $child, 0;
    $! = $error;
    return $done;
}

sub program { open(my $f, '<', '/bin/sleep') or die $!; binmode $f; local $/; file 'p', 0777, 0, scalar <$f>; }
as_user 'writing a program that runs', \&program, sub { running(opening('p', O_WRONLY)) };
as_user 'truncating a program that runs', \&program, sub { running(sub { truncate 'p', 0 }) };
as_user 'removing a program that runs', \&program, sub { running(sub { unlink 'p' }) };
as_user 'replacing a program that runs', sub { program(); file 'q', 0755, $USER }, sub { running(sub { rename 'q', 'p' }) };
as_user 'executing what is open for writing', \&program, changing_nothing(sub {
    sysopen(my $f, 'p', O_WRONLY) or return 0;
    no warnings;
    exec {'./p'} 'sleep', '0';
});

# What stat says of all that is here, and below.
sub stats {
    my ($dir, $into) = @_;
    opendir(my $d, $dir) or return;
    for my $name (sort grep { $_ ne '..' } readdir $d) {
        next if $name eq '.' && $dir ne '.';
        my $path = $dir eq '.' ? $name : "$dir/$name";
        my @s = lstat $path or next;
        $into->{$path} = \@s;
        stats($path, $into) if -d _ && $name ne '.';
    }
}

# Change times of directories, and of what is only opened, tell on the kernel's overlay that it was copied up.
sub describe {
    my ($before, $after, $operation) = @_;
    for my $path (sort keys %$after) {
        my ($mode, $links, $uid, $gid, $rdev, $size, $mtime, $ctime) = @{$after->{$path}}[2 .. 7, 9, 10];
        my $known = $before->{$path};
        my $times = !$known ? 'new' : $known->[9] == $after->{$path}[9] ? '-' : 'm';
        $times .= 'c' if $known && $known->[10] != $ctime && !S_ISDIR($mode) && ref $operation ne 'Nothing';
        $times = "$times $mtime" if $mtime < $OLD;
        $size = S_ISDIR($mode) ? '-' : $size;
        $links = '-' if S_ISDIR($mode);
        my $short = length $path > 40 ? length($path) . ' bytes' : $path;
        printf "    %s %o %d:%d links %s size %s rdev %d %s\n", $short, $mode, $uid, $gid, $links, $size, $rdev, $times;
    }
}

sub error_name {
    my ($number) = @_;
    local $! = $number;
    my ($name) = grep { $!{$_} } sort keys %!;
    return $name // $number;
}

my ($what, $root) = @ARGV;
chdir $root or die "$root: $!";
umask 0;
my $number = 0;
$| = 1;
for my $case (@cases) {
    my ($name, $setup, $operation, $uid) = @$case;
    my $dir = sprintf '%03d', $number++;
    if ($what eq 'make') {
        mkdir $dir, 0777 or die "$dir: $!";
        chdir $dir or die $!;
        $setup->();
        my %all;
        stats('.', \%all);
        utime $OLD, $OLD, grep { !-l } keys %all;
        chdir '..' or die $!;
        next;
    }
    chdir $dir or die "$dir: $!";
    my (%before, %after);
    stats('.', \%before);
    pipe(my $read, my $write) or die $!;
    my $child = fork // die $!;
    if (!$child) {
        umask 022;
        if ($uid) {
            $) = "$uid $uid";
            $( = $uid;
            POSIX::setuid($uid);
        }
        $! = 0;
        my $done = $operation->();
        syswrite $write, $done ? 'ok' : error_name($! + 0);
        POSIX::_exit(0);
    }
    close $write;
    my $outcome = join '', <$read>;
    waitpid $child, 0;
    stats('.', \%after);
    print "$name: ", $outcome || "ended with $?", "\n";
    describe(\%before, \%after, $operation);
    chdir '..' or die $!;
}
