<?php
// Calls all five operations with PHP's SoapClient. Arguments: gateway, autorisatiesleutel, klantcode, klantnaam, toetscode.
[, $gateway, $sleutel, $klantcode, $klantnaam, $toetscode] = $argv;

function client(string $service, string $sleutel): SoapClient
{
    global $gateway, $klantcode, $klantnaam, $argv;
    $options = ['cache_wsdl' => WSDL_CACHE_NONE, 'features' => SOAP_SINGLE_ELEMENT_ARRAYS];
    $client = new SoapClient("$gateway/soap/$service?wsdl", $options);
    $autorisatie = ['autorisatiesleutel' => $sleutel, 'klantcode' => $klantcode, 'klantnaam' => $klantnaam];
    $namespace = 'http://www.edustandaard.nl/leerresultaten/2/autorisatie';
    $client->__setSoapHeaders(new SoapHeader($namespace, 'autorisatie', $autorisatie, true));
    return $client;
}

function line(string $operation, string $read): void
{
    echo "$operation\t$read\n";
}

function people(array $people): string
{
    return implode(', ', array_map(fn ($one) => implode(' ', array_filter([$one->roepnaam, $one->voorvoegsel ?? '', $one->achternaam])), $people));
}

function names(array $groups): string
{
    return implode(', ', array_map(fn ($group) => $group->naam, $groups));
}

$leerresultaten = [
    'school' => ['schooljaar' => '2025-2026', 'brincode' => '99XX', 'aanmaakdatum' => date('c'), 'xsdversie' => '2.2'],
    'toetsafnames' => ['toetsafname' => [[
        'leerlingid' => 'L-1',
        'resultaten' => ['resultaat' => [
            ['key' => "$toetscode-1", 'afnamedatum' => '2026-01-14', 'toetscode' => $toetscode, 'score' => 7],
        ]],
    ]]],
    'toetsen' => ['toets' => [['toetscode' => ['_' => $toetscode, 'vocabulaire' => 'urn:voorbeeld:toetsen'], 'toetsnaam' => 'Rekenen']]],
];
$answer = client('leerresultaten', $sleutel)->BrengLeerresultaten($leerresultaten);
line('BrengLeerresultaten', is_object($answer) ? 'bevestigd' : 'niets');

$vraag = ['schooljaar' => '2025-2026', 'brincode' => '99XX', 'xsdversie' => '2.2'];
$client = client('leerlinggegevens', $sleutel);
$all = $client->HaalLeerlinggegevens($vraag)->leerlinggegevens;
line('HaalLeerlinggegevens', "{$all->school->brincode} {$all->school->schooljaar}: " . people($all->leerlingen->leerling));

$structuur = $client->HaalStructuur($vraag)->{'leerlinggegevens-structuur'};
line('HaalStructuur', names($structuur->groepen->groep) . '; ' . names($structuur->groepen->samengestelde_groep));

$groepen = ['groepen' => ['groep' => [['key' => 'g5']], 'samengestelde_groep' => [['key' => 'plus']]]];
$leerlingen = $client->HaalLeerlingen($vraag + $groepen)->{'leerlinggegevens-leerlingen'};
line('HaalLeerlingen', people($leerlingen->leerlingen->leerling));

$groepen = ['groepen' => ['groep' => [['key' => 'g4']]]];
$leerkrachten = $client->HaalLeerkrachten($vraag + $groepen)->{'leerlinggegevens-leerkrachten'}->leerkrachten->leerkracht;
line('HaalLeerkrachten', people($leerkrachten) . " ({$leerkrachten[0]->groepen->groep[0]->rol[0]})");

try {
    client('leerresultaten', 'een-andere-sleutel')->BrengLeerresultaten($leerresultaten);
} catch (SoapFault $fault) {
    line('fout', preg_replace('/^\w+:/', '', $fault->faultcode) . ': ' . strtok($fault->faultstring, '('));
}
