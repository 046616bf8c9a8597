# Calls all five operations with SOAP::Lite. Arguments: gateway, autorisatiesleutel, klantcode, klantnaam, toetscode.
use strict;
use warnings;
use utf8;
use open qw(:std :utf8);
use POSIX qw(strftime);
use SOAP::Lite;

my ($gateway, $sleutel, $klantcode, $klantnaam, $toetscode) = @ARGV;
# What the WSDLs say of each operation: where it is, its SOAPAction, the message that it takes.
my %operations = map { %{ (values %{ SOAP::Schema->schema_url("$gateway/soap/$_?wsdl")->parse->services })[0] } }
    qw(leerresultaten leerlinggegevens);

sub call {
    my ($name, $key, @children) = @_;
    my $operation = $operations{$name};
    my ($message) = map { $_->attr->{name} } @{ $operation->{parameters} };
    my $action = $operation->{soapaction}->value;
    # The types of the schema are restrictions: xsi:type="xsd:string", which it writes otherwise, is none of them.
    return SOAP::Lite->new(proxy => $operation->{endpoint}->value, autotype => 0)
        ->on_action(sub { qq("$action") })
        ->call(SOAP::Data->name($message)->attr({ xmlns => $operation->{namespace} }), @children, autorisatie($key));
}

sub element { my ($name, @value) = @_; return SOAP::Data->name($name => @value) }
sub parent { my ($name, @children) = @_; return SOAP::Data->name($name => \SOAP::Data->value(@children)) }

sub autorisatie {
    my ($key) = @_;
    my @children = map { SOAP::Data->name("aut:$_->[0]" => $_->[1]) }
        (['autorisatiesleutel', $key], ['klantcode', $klantcode], ['klantnaam', $klantnaam]);
    return SOAP::Header->name('aut:autorisatie' => \SOAP::Data->value(@children))
        ->attr({ 'xmlns:aut' => 'http://www.edustandaard.nl/leerresultaten/2/autorisatie' })->mustUnderstand(1);
}

sub people {
    return join ', ', map { my $one = $_; join ' ', grep { defined } @$one{qw(roepnaam voorvoegsel achternaam)} } @_;
}

sub names { return join ', ', map { $_->{naam} } @_ }

my @school = (element(schooljaar => '2025-2026'), element(brincode => '99XX'));
my @leerresultaten = (
    parent('school', @school, element(aanmaakdatum => strftime('%Y-%m-%dT%H:%M:%SZ', gmtime)), element(xsdversie => '2.2')),
    parent('toetsafnames', parent('toetsafname',
        element(leerlingid => 'L-1'),
        parent('resultaten', parent('resultaat',
            element(afnamedatum => '2026-01-14'), element(toetscode => $toetscode), element(score => 7),
        )->attr({ key => "$toetscode-1" })),
    )),
    parent('toetsen', parent('toets',
        element(toetscode => $toetscode)->attr({ vocabulaire => 'urn:voorbeeld:toetsen' }), element(toetsnaam => 'Rekenen'),
    )),
);
my $answer = call('BrengLeerresultaten', $sleutel, @leerresultaten);
die $answer->faultstring if $answer->fault;
print "BrengLeerresultaten\t", $answer->match('/Envelope/Body/leerresultaten_bevestiging') ? 'bevestigd' : 'niets', "\n";

my @vraag = (@school, element(xsdversie => '2.2'));
my $all = call('HaalLeerlinggegevens', $sleutel, @vraag);
my $school = $all->valueof('//leerlinggegevens/school');
print "HaalLeerlinggegevens\t$school->{brincode} $school->{schooljaar}: ", people($all->valueof('//leerlingen/leerling')), "\n";

my $structuur = call('HaalStructuur', $sleutel, @vraag);
print "HaalStructuur\t", names($structuur->valueof('//groepen/groep')), '; ', names($structuur->valueof('//groepen/samengestelde_groep')), "\n";

my $groepen = parent('groepen', element('groep')->attr({ key => 'g5' }), element('samengestelde_groep')->attr({ key => 'plus' }));
my $some = call('HaalLeerlingen', $sleutel, @vraag, $groepen);
print "HaalLeerlingen\t", people($some->valueof('//leerlingen/leerling')), "\n";

my $g4 = parent('groepen', element('groep')->attr({ key => 'g4' }));
my $staff = call('HaalLeerkrachten', $sleutel, @vraag, $g4);
print "HaalLeerkrachten\t", people($staff->valueof('//leerkracht')), ' (', $staff->valueof('//leerkracht/groepen/groep/rol'), ")\n";

my $refused = call('BrengLeerresultaten', 'een-andere-sleutel', @leerresultaten);
my ($code) = $refused->faultcode =~ /([^:]+)$/;
my ($string) = $refused->faultstring =~ /^([^(]*)/;
print "fout\t$code: $string\n";
