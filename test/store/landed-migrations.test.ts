import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { MIGRATIONS } from '../../src/store/sqlite/migrations/list.js';

/**
 * Number, name and SHA-256 of the SQL of every migration. Stores that are in use have applied them: one that is changed afterwards leaves
 * two kinds of stores behind, of which the gateway opens one. What has landed stays, and a line here never changes; a new migration gets
 * a line at the end.
 */
const LANDED = [
  '0001 first 92301812b0aafc30b89dc0e47286cea682d40a4210c02c0582fdc5907638c72e',
  '0002 roster b541d04af46c182e8e5c8fdc7fdf1389a2a95b858df0b8025f343a56d4fd1747',
  '0003 roster-order 8016e6470c704e2b83139acda762ae0c3a9bb004689d90f34b094350d1511162',
  '0004 access 72062b780bbf7a9cd247234a5a8eb2dab310e7a954939101555503d18a23d425',
  '0005 audit 4a31cb88be58618eaec8451ccb5fd420b92f8824f1506260478e1cd341c59373',
  '0006 clients 848d8838a937c599faa8cccb61d5cff229157a6b0a2594ce25e14dc2e992f543',
  '0007 rights 1569b5359b14c9b3c634ffb2505a81718b17b8a62f5afc4bee9ca56dbfba7039',
  '0008 retention 1e63e1943f8ed3466cad8d342e5d5c7a60549046813239ffe3af91997a8793e8',
  '0009 aliases fc6124749d97af09e616e62ece93c195f8a1e200e440d1ad1db6ed6316d784ea',
  '0010 secret 001d431bbbda8445a58a02ba9d1e62459d4e2df9ad22e1300a584fe375cc337d',
  '0011 outbox 96c0666f5f8e480449bf5b713779b6c6f7ca8762cb2c6995fd4d3d22fb310d38',
  '0012 request-keys a7a55ab43cfdb420621e91320ba852b16c5b4c2875454ed63e7ec2dcbd1e021a',
  '0013 brief-exchanges ae9c1d093b16c9a367618141794e8e5a0b43f3add62f888e38e79809576ce46a',
  '0014 directory-changes e91f4d716206ec00331e3f04ed06a5e13a3a9da2e3f2a8167d686f5a2111be23',
  '0015 audit-chains 35dcbe1a40884d05c314b2b8f3039fa2d53960134b440169176f2021651028f7',
  '0016 party-names c5e7730c89a960b120fa57c8d6bc55dca8bde2d42cefdc22288522285d71ccdc',
  '0017 departures 63bb0011b1c1885f682d3a9b068633378fbde61aee22d5aefdf42881a2a7dcdf',
  '0018 leavers-and-exercises 6294ff4a87782b7dce6b584f0c4e4edbbdf285597d9d6e4981c8f6c05361d69d',
  '0019 agreements-by-sides a39da53a3424f679d261eee78d7f5a39bbd0fa8ec73142f6a5ea211f4620e3df',
  '0020 who-was-refused 0ce6e19c617fc37414136fe6c7e5195e3ab8565aed9c4e9f59ca2e95816292b7',
  '0021 privacy-statements 49528cbb868d519d6d950b0bdd30a617f404d61c1eb345477dc5c3cfab9e5587',
  '0022 settled-by 02eadf504c959f2c7eeb8f57fb82b69ae4f43207ad8eeb0ed80e323a6cd7892a',
  '0023 names-of-schools 2b6bf955410ebf96f54c69137dd2b47f4db5d308e7980929e2ea1588b3d52cdd',
  '0024 attempts-by-start 3667f32977f35dece65c3a8e6b8ca85ce0d9d1ef5d1c804ba57b11da9139be7a',
  '0025 goals f2ba7e273ad14f29eadb87749eb66ae5d770a9863f0917d18b050ced6366b3e2',
  '0026 compact-results 762b322d8ac797489cc02af3959e44a1757497fd2a91c33c7ed0f27fa27bfe0d',
  '0027 placed-results b1d3e2e2369a09efc2c2d287626c9c02039f1d0fd924f641ca2f43479ff4355e',
  '0028 roster-packs 684d81d98bd76598b9af222a6c7cd8d3c90b880dfc207f405d465549344590e6',
  '0029 sealed-changes d5765f5f06920feb214f4e2cb2a3cf368fb77d3f43c9aad1da467c5495681997',
];

test('migrations that stores have applied are as they were, and a new one is listed here', () => {
  const present = MIGRATIONS.map(({ number, name, sql }) => `${String(number).padStart(4, '0')} ${name} ${sha256(sql)}`);
  expect(present).toEqual(LANDED);
});

test('migrations are numbered upwards', () => {
  const numbers = MIGRATIONS.map(({ number }) => number);
  expect(numbers).toEqual([...new Set(numbers)].sort((one, other) => one - other));
});

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
